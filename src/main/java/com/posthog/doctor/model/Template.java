package com.posthog.doctor.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A text with {@code ${name}} places. A value is put in as it is: it is never read for places
 * again.
 */
public final class Template {
  private Template() {}

  /** Fills the places; one that has no value stays as it is written. */
  public static String fill(String text, Function<String, @Nullable String> values) {
    int open = text.indexOf("${");
    if (open < 0) {
      return text;
    }
    StringBuilder filled = new StringBuilder();
    int done = 0;
    while (open >= 0) {
      int close = text.indexOf('}', open);
      if (isName(text, open + 2, close)) {
        String value = values.apply(text.substring(open + 2, close));
        filled.append(text, done, open);
        filled.append(value == null ? text.substring(open, close + 1) : value);
        done = close + 1;
      }
      open = text.indexOf("${", Math.max(done, open + 1));
    }
    return filled.append(text, done, text.length()).toString();
  }

  /**
   * Whether a name stands there: it begins with a small letter, which a shell's ${PATH} does not.
   */
  private static boolean isName(String text, int start, int end) {
    return end > start && text.charAt(start) >= 'a' && text.charAt(start) <= 'z';
  }

  /** The names of the places of a text, in order. */
  public static List<String> places(String text) {
    List<String> names = new ArrayList<>();
    fill(
        text,
        name -> {
          names.add(name);
          return null;
        });
    return names;
  }
}
