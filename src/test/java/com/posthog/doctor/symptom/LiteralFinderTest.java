package com.posthog.doctor.symptom;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LiteralFinderTest {
  @Test
  void itFindsWhatANaiveSearchFindsInRandomBytes() {
    Random random = new Random(5);
    int all = 0;
    for (int round = 0; round < 300; round++) {
      int letters = 2 + random.nextInt(4);
      byte[] bytes = text(random, 200 + random.nextInt(2000), letters);
      List<LiteralFinder.Literal> literals = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(30); i++) {
        boolean folded = random.nextInt(3) == 0;
        int length = 4 + random.nextInt(9);
        String literal =
            random.nextBoolean()
                ? new String(text(random, length, letters), UTF_8)
                : new String(bytes, random.nextInt(bytes.length - length), length, UTF_8);
        String wanted = folded ? literal.toLowerCase(Locale.ROOT) : literal;
        literals.add(new LiteralFinder.Literal(wanted.getBytes(UTF_8), folded, i));
      }
      int cut = random.nextInt(bytes.length / 2);
      int other = cut + random.nextInt(bytes.length - cut);
      int end = other + random.nextInt(bytes.length - other + 1);
      TreeSet<String> expected = naive(bytes, end, literals);
      all += expected.size();
      assertEquals(expected, found(bytes, new int[] {0, cut, other, end}, literals));
    }
    assertTrue(all > 500, "too little was there to be found");
  }

  @Test
  void aLiteralOfThreeBytesIsRefused() {
    List<LiteralFinder.Literal> tooShort =
        List.of(new LiteralFinder.Literal(new byte[] {1, 2, 3}, false, 0));
    assertThrows(IllegalArgumentException.class, () -> new LiteralFinder(tooShort));
  }

  @Test
  void noLiteralsFindNothing() {
    assertEquals(new TreeSet<>(), found(new byte[100], new int[] {0, 100}, List.of()));
  }

  private static byte[] text(Random random, int length, int letters) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) ((random.nextBoolean() ? 'a' : 'A') + random.nextInt(letters));
    }
    return bytes;
  }

  /** What is found in one part after the other, each time where the literal itself begins. */
  private static TreeSet<String> found(
      byte[] bytes, int[] cuts, List<LiteralFinder.Literal> literals) {
    TreeSet<String> found = new TreeSet<>();
    LiteralFinder finder = new LiteralFinder(literals);
    int end = cuts[cuts.length - 1];
    for (int i = 1; i < cuts.length; i++) {
      int from = cuts[i - 1];
      int to = cuts[i];
      finder.find(
          bytes,
          from,
          to,
          end,
          (at, one) -> {
            assertTrue(at >= from && at < to, () -> at + " is not in " + from + " to " + to);
            assertTrue(found.add(at - finder.offset(one.number()) + " " + one.number()));
          });
    }
    return found;
  }

  private static TreeSet<String> naive(
      byte[] bytes, int end, List<LiteralFinder.Literal> literals) {
    TreeSet<String> found = new TreeSet<>();
    String text = new String(bytes, UTF_8);
    String folded = text.toLowerCase(Locale.ROOT);
    for (LiteralFinder.Literal literal : literals) {
      String wanted = new String(literal.bytes(), UTF_8);
      for (int at = 0; at + wanted.length() <= end; at++) {
        if ((literal.folded() ? folded : text).startsWith(wanted, at)) {
          found.add(at + " " + literal.number());
        }
      }
    }
    return found;
  }
}
