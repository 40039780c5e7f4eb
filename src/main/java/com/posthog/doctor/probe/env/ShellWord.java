package com.posthog.doctor.probe.env;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One word of a shell script: the value behind an equals sign, its quotes taken off and plain
 * references to variables filled in. Nothing is ever run: a command in it stays as it is written.
 *
 * @param value the word without its quotes
 * @param computed whether it holds something that only a shell can work out
 * @param closed whether every quote was closed
 * @param end the place behind the word in the text
 */
record ShellWord(String value, boolean computed, boolean closed, int end) {
  private static final int DEEPEST = 8;

  /** Reads the word that begins at this place; {@code values} knows the variables so far. */
  static ShellWord read(String text, int start, Function<String, @Nullable String> values) {
    return new Reader(text, start, values, 0).read();
  }

  /** Walks a word once. */
  private static final class Reader {
    private final String text;
    private final Function<String, @Nullable String> values;
    private final int depth;
    private final StringBuilder value = new StringBuilder();
    private int at;
    private boolean computed;
    private boolean closed = true;

    Reader(String text, int start, Function<String, @Nullable String> values, int depth) {
      this.text = text;
      this.at = start;
      this.values = values;
      this.depth = depth;
    }

    ShellWord read() {
      while (at < text.length() && " \t\n\r;&|<>".indexOf(text.charAt(at)) < 0) {
        char letter = text.charAt(at);
        switch (letter) {
          case '\'' -> single();
          case '"' -> twice();
          case '\\' -> escape();
          default -> plain(letter);
        }
      }
      return new ShellWord(value.toString(), computed, closed, at);
    }

    private void single() {
      int end = text.indexOf('\'', at + 1);
      closed &= end >= 0;
      value.append(text, at + 1, end < 0 ? text.length() : end);
      at = end < 0 ? text.length() : end + 1;
    }

    private void twice() {
      at++;
      while (at < text.length() && text.charAt(at) != '"') {
        char letter = text.charAt(at);
        if (letter == '\\'
            && at + 1 < text.length()
            && "\"\\$`\n".indexOf(text.charAt(at + 1)) >= 0) {
          value.append(text.charAt(at + 1) == '\n' ? "" : text.substring(at + 1, at + 2));
          at += 2;
        } else {
          plain(letter);
        }
      }
      closed &= at < text.length();
      at = Math.min(text.length(), at + 1);
    }

    private void escape() {
      if (at + 1 < text.length() && text.charAt(at + 1) != '\n') {
        value.append(text.charAt(at + 1));
      }
      at = Math.min(text.length(), at + 2);
    }

    private void plain(char letter) {
      if (letter == '`') {
        asWritten(text.indexOf('`', at + 1));
      } else if (letter == '$') {
        reference();
      } else {
        value.append(letter);
        at++;
      }
    }

    /** Keeps a command as it is written, up to the place where it ends. */
    private void asWritten(int end) {
      computed = true;
      int behind = end < 0 ? text.length() : end + 1;
      value.append(text, at, behind);
      at = behind;
    }

    private void reference() {
      char next = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
      if (next == '(') {
        asWritten(close('(', ')'));
      } else if (next == '{') {
        braces(close('{', '}'));
      } else if (isNameLetter(next) && !Character.isDigit(next)) {
        int end = at + 1;
        while (end < text.length() && isNameLetter(text.charAt(end))) {
          end++;
        }
        fill(text.substring(at + 1, end));
        at = end;
      } else {
        computed |= "'\"@*#?$!0123456789".indexOf(next) >= 0;
        value.append('$');
        at++;
      }
    }

    /** {@code ${NAME}}, {@code ${NAME:-word}}; every other form needs a shell. */
    private void braces(int end) {
      int name = at + 2;
      int stop = name;
      while (stop < text.length() && isNameLetter(text.charAt(stop))) {
        stop++;
      }
      if (end < 0 || stop == name) {
        asWritten(end);
        return;
      }
      String key = text.substring(name, stop);
      String form = text.substring(stop, end);
      boolean colon = form.startsWith(":-") || form.startsWith(":=");
      if (form.isEmpty()) {
        fill(key);
      } else if (colon || form.startsWith("-")) {
        String known = values.apply(key);
        if (known != null && !known.isEmpty()) {
          value.append(known);
        } else {
          fallback(form.substring(colon ? 2 : 1));
        }
      } else {
        asWritten(end);
        return;
      }
      at = end + 1;
    }

    private void fallback(String word) {
      if (depth >= DEEPEST) {
        computed = true;
        return;
      }
      // inside the braces blanks do not end the word
      Reader inner = new Reader("\"" + word.replace("\"", "") + "\"", 0, values, depth + 1);
      ShellWord filled = inner.read();
      computed |= filled.computed();
      value.append(filled.value());
    }

    private void fill(String key) {
      String known = values.apply(key);
      value.append(known == null ? "" : known);
    }

    private int close(char open, char shut) {
      int level = 0;
      for (int i = at + 1; i < text.length(); i++) {
        char letter = text.charAt(i);
        if (letter == '\n') {
          return -1;
        }
        level += letter == open ? 1 : letter == shut ? -1 : 0;
        if (level == 0) {
          return i;
        }
      }
      return -1;
    }

    private static boolean isNameLetter(char letter) {
      return letter == '_'
          || letter >= 'A' && letter <= 'Z'
          || letter >= 'a' && letter <= 'z'
          || letter >= '0' && letter <= '9';
    }
  }
}
