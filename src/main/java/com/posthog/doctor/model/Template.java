package com.posthog.doctor.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text with {@code ${name}} places. A value is put in as it is: it is never read for places
 * again.
 */
public final class Template {
  private static final Pattern PLACE = Pattern.compile("\\$\\{([a-z][^}]*)}");

  private Template() {}

  /** Fills the places; one that has no value stays as it is written. */
  public static String fill(String text, Function<String, @Nullable String> values) {
    if (text.indexOf('$') < 0) {
      return text;
    }
    return PLACE
        .matcher(text)
        .replaceAll(
            match -> {
              String value = values.apply(match.group(1));
              return Matcher.quoteReplacement(value == null ? match.group() : value);
            });
  }

  /** The names of the places of a text, in order. */
  public static List<String> places(String text) {
    List<String> names = new ArrayList<>();
    Matcher matcher = PLACE.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }
}
