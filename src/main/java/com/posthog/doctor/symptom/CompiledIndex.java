package com.posthog.doctor.symptom;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.CheckId;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The binary form of an index: making it takes longer than scanning a small log.
 *
 * <pre>
 * version, the cards with how many symptoms each, the literals with their symptoms, the shift table
 * </pre>
 */
final class CompiledIndex {
  private static final int VERSION = 1;

  private CompiledIndex() {}

  static byte[] write(List<Card> cards) throws IOException {
    Anchorage anchorage = new Anchorage();
    anchorage.add(cards, Set.of());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(VERSION);
    List<Card> showing = cards.stream().filter(card -> !card.symptoms().isEmpty()).toList();
    out.writeInt(showing.size());
    for (Card card : showing) {
      bytes(out, card.id().value().getBytes(UTF_8));
      out.writeInt(card.symptoms().size());
    }
    out.writeInt(anchorage.literals().size());
    for (LiteralFinder.Literal literal : anchorage.literals()) {
      bytes(out, literal.bytes());
      out.writeByte(literal.folded() ? 1 : 0);
      int[] owners = anchorage.owners().get(literal.number());
      out.writeInt(owners.length);
      for (int owner : owners) {
        out.writeInt(owner);
      }
    }
    anchorage.table().write(out);
    return bytes.toByteArray();
  }

  private static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /**
   * The index of cards, of which some may not be compiled.
   *
   * @throws IOException when the file is damaged, or was made of other cards
   */
  static SymptomIndex read(byte[] compiled, List<Card> cards) throws IOException {
    try {
      ByteBuffer in = ByteBuffer.wrap(compiled);
      if (in.getInt() != VERSION) {
        throw new IOException("the compiled symptoms are of another version");
      }
      Anchorage anchorage = new Anchorage();
      Set<CheckId> known = cards(in, cards, anchorage);
      for (int left = in.getInt(); left > 0; left--) {
        byte[] bytes = bytes(in);
        boolean folded = in.get() != 0;
        int[] owners = new int[in.getInt()];
        for (int i = 0; i < owners.length; i++) {
          owners[i] = in.getInt();
        }
        anchorage.add(bytes, folded, owners);
      }
      ShiftTable table = ShiftTable.read(in);
      anchorage.add(cards, known);
      return new SymptomIndex(cards, anchorage, table);
    } catch (BufferUnderflowException | IllegalArgumentException | NegativeArraySizeException e) {
      throw new IOException("the compiled symptoms are damaged", e);
    }
  }

  /** Finds the compiled cards among all. */
  private static Set<CheckId> cards(ByteBuffer in, List<Card> cards, Anchorage anchorage)
      throws IOException {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < cards.size(); i++) {
      places.put(cards.get(i).id().value(), i);
    }
    Set<CheckId> known = new HashSet<>();
    for (int left = in.getInt(); left > 0; left--) {
      Integer place = places.get(new String(bytes(in), UTF_8));
      int symptoms = in.getInt();
      if (place == null || cards.get(place).symptoms().size() != symptoms) {
        throw new IOException("the compiled symptoms are those of other cards");
      }
      known.add(cards.get(place).id());
      for (int i = 0; i < symptoms; i++) {
        anchorage.add(new SymptomIndex.Place(place, i));
      }
    }
    return known;
  }

  private static byte[] bytes(ByteBuffer in) {
    byte[] bytes = new byte[in.getInt()];
    in.get(bytes);
    return bytes;
  }
}
