package com.posthog.doctor.symptom;

import java.util.LinkedHashSet;
import java.util.Set;

/** A text as it may stand in a log: as it is, or escaped because it stands within JSON. */
final class LiteralForms {
  private LiteralForms() {}

  /** A text as it is, within JSON, and within JSON that stands in JSON. */
  static Set<String> of(String text) {
    if (isPlain(text)) {
      return Set.of(text);
    }
    Set<String> forms = new LinkedHashSet<>();
    forms.add(text);
    String escaped = escaped(text, false);
    forms.add(escaped);
    forms.add(escaped(text, true));
    forms.add(escaped(escaped, false));
    return forms;
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      if (letter < ' ' || letter > '~' || letter == '"' || letter == '\\') {
        return false;
      }
    }
    return true;
  }

  private static String escaped(String text, boolean ascii) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      if (letter == '"' || letter == '\\') {
        escaped.append('\\').append(letter);
      } else if (letter == '\t') {
        escaped.append("\\t");
      } else if (letter < ' ' || ascii && letter > '~') {
        escaped.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          escaped.append(Character.forDigit(letter >> shift & 0xf, 16));
        }
      } else {
        escaped.append(letter);
      }
    }
    return escaped.toString();
  }
}
