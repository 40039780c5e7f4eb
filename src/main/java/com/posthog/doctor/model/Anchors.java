package com.posthog.doctor.model;

import java.util.List;

/**
 * The literals of a regular expression of which every match holds at least one: where none of them
 * is found, the expression need not be tried. Of a pattern over several lines they stand in the
 * last line.
 *
 * @param texts the literals, the longest that the expression has to offer
 * @param folded whether the expression does not tell capitals from small letters
 * @param lines how many lines a match has
 */
public record Anchors(List<String> texts, boolean folded, int lines) {
  public Anchors {
    texts = List.copyOf(texts);
  }

  /**
   * The anchors of an expression.
   *
   * @throws IllegalArgumentException with what is wrong, where the form of it cannot be followed
   */
  public static Anchors of(String pattern) {
    AnchorReader reader = new AnchorReader(pattern);
    List<String> texts = reader.whole();
    return new Anchors(texts, reader.folded(), reader.lines());
  }

  /**
   * Lists of literals of which every match holds at least one each, in any order. Looking for them
   * first is much faster than trying the expression; of a folded one, or one over several lines,
   * nothing is known.
   *
   * @throws IllegalArgumentException with what is wrong, where the form of it cannot be followed
   */
  public static List<List<String>> needs(String pattern) {
    AnchorReader reader = new AnchorReader(pattern);
    reader.whole();
    return reader.needs();
  }

  /** The length of the shortest anchor; 0 where there is none. */
  public int shortest() {
    return texts.stream().mapToInt(String::length).min().orElse(0);
  }
}
