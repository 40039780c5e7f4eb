package com.posthog.doctor.symptom;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinesTest {
  @Test
  void breaksAndEscapesAreCountedInAnyPart() {
    Random random = new Random(3);
    for (int round = 0; round < 500; round++) {
      byte[] bytes = new byte[random.nextInt(6000)];
      random.nextBytes(bytes);
      int few = 1 + random.nextInt(40);
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = random.nextInt(few) == 0 ? (byte) '\n' : bytes[i];
      }
      int from = random.nextInt(bytes.length + 1);
      int to = from + random.nextInt(bytes.length - from + 1);
      int breaks = 0;
      boolean escape = false;
      for (int i = from; i < to; i++) {
        breaks += bytes[i] == '\n' ? 1 : 0;
        escape |= bytes[i] == 0x1b;
      }
      assertEquals(breaks, Lines.count(bytes, from, to));
      assertEquals(escape, Lines.holdEscape(bytes, from, to));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "E[31mredE[0m, red",
    "E[1;38;5;9mbold, bold",
    "E]0;titleBbehind, behind",
    "E]8;;http://xE\\linkE]8;;E\\, link",
    "E(0plain, plain",
    "a E[K b, a  b",
    "cutE[31, cut",
    "cutE, cut",
    "EPdataE\\x, x",
  })
  void escapeCodesAreTakenOut(String text, String bare) {
    String raw = text.replace('E', '\u001b').replace('B', '\u0007');
    assertEquals(bare, Escapes.strip(raw).replace("\u001b", "E"));
  }

  @Test
  void aCodeThatIsNeverClosedHidesNothing() {
    assertEquals("a0;never closed\nb", Escapes.strip("a\u001b]0;never closed\nb"));
    assertEquals("never closed", Escapes.strip("\u001b]never\u001b]never closed"));
  }

  @Test
  void placesAreTheSameInTheCopy() {
    byte[] bytes = "ab\u001b[31mcd\u001b[0mef".getBytes(UTF_8);
    int[] places = {1, 8, bytes.length};
    byte[] copy = new byte[bytes.length];
    int length = Escapes.strip(bytes, bytes.length, copy, places);
    assertEquals("abcdef", new String(copy, 0, length, UTF_8));
    assertEquals("1 3 6", places[0] + " " + places[1] + " " + places[2]);
  }
}
