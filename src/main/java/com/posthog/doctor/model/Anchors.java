package com.posthog.doctor.model;

import java.util.ArrayList;
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
  private static final int MOST_TEXTS = 24;

  public Anchors {
    texts = List.copyOf(texts);
  }

  /**
   * The anchors of an expression.
   *
   * @throws IllegalArgumentException with what is wrong, where the form of it cannot be followed
   */
  public static Anchors of(String pattern) {
    Parser parser = new Parser(pattern);
    List<String> texts = parser.alternatives(0).best;
    if (parser.at < pattern.length()) {
      throw new IllegalArgumentException("a bracket is closed that was not opened");
    }
    return new Anchors(texts, parser.folded, parser.lines);
  }

  /** The length of the shortest anchor; 0 where there is none. */
  public int shortest() {
    return texts.stream().mapToInt(String::length).min().orElse(0);
  }

  /**
   * What is known of a part of an expression.
   *
   * @param exact all texts that it matches; empty when they are too many
   * @param best literals of which one stands in each match
   */
  private record Part(List<String> exact, List<String> best) {
    private static final Part UNKNOWN = new Part(List.of(), List.of());

    static Part exactly(List<String> texts) {
      return new Part(texts, texts.contains("") ? List.of() : texts);
    }

    static Part exactly(String text) {
      return exactly(List.of(text));
    }

    static Part holding(List<String> best) {
      return new Part(List.of(), best);
    }

    /** The same, or nothing. */
    Part perhaps() {
      if (exact.isEmpty() || exact.size() == MOST_TEXTS) {
        return UNKNOWN;
      }
      List<String> texts = new ArrayList<>(exact);
      texts.add("");
      return exactly(texts);
    }
  }

  /** Reads an expression from left to right. */
  private static final class Parser {
    private final String pattern;
    private int at;
    private boolean folded;
    private int lines = 1;

    Parser(String pattern) {
      this.pattern = pattern;
      if (pattern.startsWith("(?i)")) {
        folded = true;
        at = 4;
      }
    }

    Part alternatives(int depth) {
      List<Part> parts = new ArrayList<>();
      parts.add(sequence(depth));
      while (at < pattern.length() && pattern.charAt(at) == '|') {
        at++;
        if (depth == 0 && lines > 1) {
          throw new IllegalArgumentException("a choice between lines stands outside of brackets");
        }
        parts.add(sequence(depth));
      }
      if (parts.size() == 1) {
        return parts.get(0);
      }
      return either(parts);
    }

    private static Part either(List<Part> parts) {
      List<String> union = new ArrayList<>();
      boolean exact = true;
      for (Part part : parts) {
        exact &= !part.exact.isEmpty();
      }
      for (Part part : parts) {
        if (!exact && part.best.isEmpty()) {
          return Part.UNKNOWN;
        }
        union.addAll(exact ? part.exact : part.best);
      }
      if (union.size() > MOST_TEXTS) {
        return Part.UNKNOWN;
      }
      return exact ? Part.exactly(union) : Part.holding(union);
    }

    private Part sequence(int depth) {
      Best best = new Best();
      while (at < pattern.length() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
        boolean newline = pattern.startsWith("\\n", at) || pattern.charAt(at) == '\n';
        if (newline) {
          at += pattern.charAt(at) == '\n' ? 1 : 2;
          if (depth > 0 || quantifier() != Quantifier.ONCE) {
            throw new IllegalArgumentException("a line break stands in brackets or is repeated");
          }
          lines++;
          best = new Best();
          continue;
        }
        Part item = item(depth);
        switch (quantifier()) {
          case ONCE -> best.add(item);
          case MORE -> {
            best.add(item);
            best.cut();
          }
          case OPTIONAL -> best.add(item.perhaps());
          default -> best.cut();
        }
      }
      return best.part();
    }

    private Part item(int depth) {
      char letter = pattern.charAt(at++);
      return switch (letter) {
        case '(' -> group(depth);
        case '[' -> letters();
        case '.' -> Part.UNKNOWN;
        case '^', '$' -> Part.exactly("");
        case '\\' -> escape();
        default -> Part.exactly(String.valueOf(letter));
      };
    }

    private Part group(int depth) {
      boolean opaque = false;
      if (pattern.startsWith("?", at)) {
        int end = Math.max(pattern.indexOf(':', at), 0);
        if (pattern.startsWith("?:", at)) {
          at += 2;
        } else if (pattern.startsWith("?P<", at) || pattern.startsWith("?<", at)) {
          at = pattern.indexOf('>', at) + 1;
        } else if (end > at && pattern.substring(at + 1, end).matches("[a-zA-Z-]+")) {
          opaque = true;
          at = end + 1;
        } else {
          throw new IllegalArgumentException("flags stand at the beginning: (?i)");
        }
      }
      Part part = alternatives(depth + 1);
      if (at >= pattern.length()) {
        throw new IllegalArgumentException("a bracket is not closed");
      }
      at++;
      return opaque ? Part.UNKNOWN : part;
    }

    private Part escape() {
      if (at >= pattern.length()) {
        throw new IllegalArgumentException("a backslash stands at the end");
      }
      char letter = pattern.charAt(at++);
      if (letter == 't') {
        return Part.exactly("\t");
      }
      if ("bBAz".indexOf(letter) >= 0) {
        return Part.exactly("");
      }
      if ((letter == 'p' || letter == 'P' || letter == 'x') && pattern.startsWith("{", at)) {
        at = pattern.indexOf('}', at) + 1;
        return Part.UNKNOWN;
      }
      if (letter == 'Q' || letter == 'x' || letter == 'p' || letter == 'P') {
        throw new IllegalArgumentException("\\" + letter + " is not understood here");
      }
      return Character.isLetterOrDigit(letter) ? Part.UNKNOWN : Part.exactly("" + letter);
    }

    /** A class of a few plain letters is a choice of them. */
    private Part letters() {
      int start = at;
      skipClass();
      String inner = pattern.substring(start, Math.min(at - 1, pattern.length()));
      boolean plain = !inner.isEmpty() && inner.length() <= 3;
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < inner.length(); i++) {
        char letter = inner.charAt(i);
        plain &= "^-\\[]".indexOf(letter) < 0;
        texts.add(String.valueOf(letter));
      }
      return plain ? Part.exactly(texts) : Part.UNKNOWN;
    }

    private void skipClass() {
      if (pattern.startsWith("^", at)) {
        at++;
      }
      if (pattern.startsWith("]", at)) {
        at++;
      }
      while (at < pattern.length() && pattern.charAt(at) != ']') {
        if (pattern.startsWith("[:", at)) {
          at = pattern.indexOf(":]", at) + 1;
        } else if (pattern.charAt(at) == '\\') {
          at++;
        }
        at++;
      }
      at++;
    }

    private Quantifier quantifier() {
      if (at >= pattern.length()) {
        return Quantifier.ONCE;
      }
      Quantifier found = Quantifier.ONCE;
      char letter = pattern.charAt(at);
      if (letter == '*' || letter == '?') {
        found = letter == '?' ? Quantifier.OPTIONAL : Quantifier.PERHAPS;
        at++;
      } else if (letter == '+') {
        found = Quantifier.MORE;
        at++;
      } else if (letter == '{' && at + 1 < pattern.length() && isDigit(pattern.charAt(at + 1))) {
        found = pattern.startsWith("{0", at) ? Quantifier.PERHAPS : Quantifier.MORE;
        at = pattern.indexOf('}', at) + 1;
      }
      if (found != Quantifier.ONCE && pattern.startsWith("?", at)) {
        at++;
      }
      return found;
    }

    private static boolean isDigit(char letter) {
      return letter >= '0' && letter <= '9';
    }
  }

  /** How often an item stands. */
  private enum Quantifier {
    ONCE,
    MORE,
    OPTIONAL,
    PERHAPS
  }

  /** The best literals of a sequence so far. */
  private static final class Best {
    private List<String> run = List.of("");
    private List<String> best = List.of();
    private boolean exact = true;

    void add(Part item) {
      if (!item.exact.isEmpty() && item.exact.size() * run.size() <= MOST_TEXTS) {
        List<String> longer = new ArrayList<>();
        for (String start : run) {
          item.exact.forEach(end -> longer.add(start + end));
        }
        run = longer;
        return;
      }
      cut();
      offer(item.best);
      if (!item.exact.isEmpty()) {
        run = item.exact; // what follows may make it longer
      }
    }

    void cut() {
      exact = false;
      offer(run);
      run = List.of("");
    }

    private void offer(List<String> texts) {
      if (shortest(texts) > shortest(best)) {
        best = texts;
      }
    }

    private static int shortest(List<String> texts) {
      return texts.stream().mapToInt(String::length).min().orElse(0);
    }

    Part part() {
      if (exact) {
        return Part.exactly(run);
      }
      cut();
      return Part.holding(best);
    }
  }
}
