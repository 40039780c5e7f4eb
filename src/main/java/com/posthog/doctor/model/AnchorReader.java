package com.posthog.doctor.model;

import java.util.ArrayList;
import java.util.List;

/** Reads a regular expression from left to right, for the literals that its matches hold. */
final class AnchorReader {
  private final String pattern;
  private int at;
  private boolean folded;
  private int lines = 1;
  private List<List<String>> needs = List.of();

  AnchorReader(String pattern) {
    this.pattern = pattern;
    if (pattern.startsWith("(?i)")) {
      folded = true;
      at = 4;
    }
  }

  AnchorPart alternatives(int depth) {
    List<AnchorPart> parts = new ArrayList<>();
    parts.add(sequence(depth));
    boolean choice = false;
    while (at < pattern.length() && pattern.charAt(at) == '|') {
      at++;
      if (depth == 0 && lines > 1) {
        throw new IllegalArgumentException("a choice between lines stands outside of brackets");
      }
      parts.add(sequence(depth));
      choice = true;
    }
    if (choice && depth == 0) {
      needs = List.of();
    }
    return choice ? either(parts) : parts.get(0);
  }

  private static AnchorPart either(List<AnchorPart> parts) {
    List<String> exact = new ArrayList<>();
    List<String> best = new ArrayList<>();
    boolean allExact = true;
    boolean allBest = true;
    for (AnchorPart part : parts) {
      allExact &= !part.exact().isEmpty();
      allBest &= !part.best().isEmpty();
      exact.addAll(part.exact());
      best.addAll(part.best());
    }
    return new AnchorPart(
        allExact && exact.size() <= AnchorPart.MOST_TEXTS ? exact : List.of(),
        allBest && best.size() <= AnchorPart.MOST_TEXTS ? best : List.of());
  }

  private AnchorPart sequence(int depth) {
    AnchorPart.Best best = new AnchorPart.Best();
    while (at < pattern.length() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
      boolean newline = pattern.startsWith("\\n", at) || pattern.charAt(at) == '\n';
      if (newline) {
        at += pattern.charAt(at) == '\n' ? 1 : 2;
        if (depth > 0 || quantifier() != Quantifier.ONCE) {
          throw new IllegalArgumentException("a line break stands in brackets or is repeated");
        }
        lines++;
        best = new AnchorPart.Best();
        continue;
      }
      String letters = plainLetters();
      if (!letters.isEmpty()) {
        best.add(AnchorPart.exactly(letters));
        continue;
      }
      AnchorPart item = item(depth);
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
    AnchorPart part = best.part();
    needs = depth == 0 ? best.all() : needs;
    return part;
  }

  /** Letters that stand for themselves, without one that is repeated: most of an expression. */
  private String plainLetters() {
    int start = at;
    while (at < pattern.length() && "()[.^$\\|*+?{\n".indexOf(pattern.charAt(at)) < 0) {
      at++;
    }
    if (at < pattern.length() && at > start && "*+?{".indexOf(pattern.charAt(at)) >= 0) {
      at--;
    }
    return pattern.substring(start, at);
  }

  private AnchorPart item(int depth) {
    char letter = pattern.charAt(at++);
    return switch (letter) {
      case '(' -> group(depth);
      case '[' -> letters();
      case '.' -> AnchorPart.UNKNOWN;
      case '^', '$' -> AnchorPart.exactly("");
      case '\\' -> escape();
      default -> AnchorPart.exactly(String.valueOf(letter));
    };
  }

  private AnchorPart group(int depth) {
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
    AnchorPart part = alternatives(depth + 1);
    if (at >= pattern.length()) {
      throw new IllegalArgumentException("a bracket is not closed");
    }
    at++;
    return opaque ? AnchorPart.UNKNOWN : part;
  }

  private AnchorPart escape() {
    if (at >= pattern.length()) {
      throw new IllegalArgumentException("a backslash stands at the end");
    }
    char letter = pattern.charAt(at++);
    if (letter == 't') {
      return AnchorPart.exactly("\t");
    }
    if ("bBAz".indexOf(letter) >= 0) {
      return AnchorPart.exactly("");
    }
    if ((letter == 'p' || letter == 'P' || letter == 'x') && pattern.startsWith("{", at)) {
      at = pattern.indexOf('}', at) + 1;
      return AnchorPart.UNKNOWN;
    }
    if (letter == 'Q' || letter == 'x' || letter == 'p' || letter == 'P') {
      throw new IllegalArgumentException("\\" + letter + " is not understood here");
    }
    return Character.isLetterOrDigit(letter) ? AnchorPart.UNKNOWN : AnchorPart.exactly("" + letter);
  }

  /** A class of a few plain letters is a choice of them. */
  private AnchorPart letters() {
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
    return plain ? AnchorPart.exactly(texts) : AnchorPart.UNKNOWN;
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

  /**
   * The literals of the whole expression.
   *
   * @throws IllegalArgumentException with what is wrong, where the form of it cannot be followed
   */
  List<String> whole() {
    List<String> texts = alternatives(0).best();
    if (at < pattern.length()) {
      throw new IllegalArgumentException("a bracket is closed that was not opened");
    }
    return texts;
  }

  /** Lists of texts of which each match holds at least one each; known once the whole is read. */
  List<List<String>> needs() {
    return folded || lines > 1 ? List.of() : needs;
  }

  boolean folded() {
    return folded;
  }

  int lines() {
    return lines;
  }

  /** How often an item stands. */
  private enum Quantifier {
    ONCE,
    MORE,
    OPTIONAL,
    PERHAPS
  }
}
