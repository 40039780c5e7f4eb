package com.posthog.doctor.symptom;

import java.util.List;

/** The text values of a line that is JSON; read leniently, since a long line may be cut. */
final class JsonTexts {
  private static final int MOST_VALUES = 40;

  private final String json;
  private int at;

  private JsonTexts(String json) {
    this.json = json;
  }

  /** Adds every text that is a value, and those of JSON that stands in such a text. */
  static void values(String json, int depth, List<String> texts) {
    JsonTexts reader = new JsonTexts(json);
    while (texts.size() < MOST_VALUES && reader.next()) {
      String value = reader.text();
      if (reader.isKey() || value.isBlank()) {
        continue;
      }
      if (depth > 1 && value.startsWith("{")) {
        values(value, depth - 1, texts);
      }
      texts.add(value.stripTrailing());
    }
  }

  /** A text without the backslashes of JSON. */
  static String unescaped(String text) {
    JsonTexts reader = new JsonTexts(text);
    StringBuilder bare = new StringBuilder();
    while (reader.at < text.length()) {
      char letter = text.charAt(reader.at++);
      bare.append(letter == '\\' && reader.at < text.length() ? reader.escaped() : letter);
    }
    return bare.toString();
  }

  private boolean next() {
    at = json.indexOf('"', at);
    return at >= 0;
  }

  private boolean isKey() {
    int next = at;
    while (next < json.length() && json.charAt(next) == ' ') {
      next++;
    }
    return next < json.length() && json.charAt(next) == ':';
  }

  /** The text whose quote stands here; behind it afterwards. */
  private String text() {
    StringBuilder text = new StringBuilder();
    at++;
    while (at < json.length() && json.charAt(at) != '"') {
      char letter = json.charAt(at++);
      text.append(letter == '\\' && at < json.length() ? escaped() : letter);
    }
    at++;
    return text.toString();
  }

  private char escaped() {
    char letter = json.charAt(at++);
    return switch (letter) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b', 'f' -> ' ';
      case 'u' -> unicode();
      default -> letter;
    };
  }

  private char unicode() {
    if (at + 4 <= json.length()) {
      int code = 0;
      for (int i = 0; i < 4; i++) {
        int digit = Character.digit(json.charAt(at + i), 16);
        if (digit < 0) {
          return '?';
        }
        code = code << 4 | digit;
      }
      at += 4;
      return (char) code;
    }
    return '?';
  }
}
