package com.posthog.doctor.symptom;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of a log without what is around its message: the name of the container, the time, JSON.
 *
 * @param source what stands before the message, as it is written; the same for neighbouring lines
 * @param service who says it, as symptoms name it; empty when that is not told
 * @param text the message
 * @param texts all that may be meant, the likeliest first; the last is the whole line
 */
record LogLine(String source, String service, String text, List<String> texts) {
  /** {@code posthog-db-1 | }, {@code db_1 |}, {@code [web] }. */
  private static final Pattern PREFIX =
      Pattern.compile("^(?:([\\w.-]{1,80})[ \\t]*\\| ?|\\[([a-z][\\w.-]{1,60})\\] )");

  private static final Pattern NUMBER = Pattern.compile("[-_][0-9]{1,2}$");

  /** Times as logs write them: ISO, Go, nginx, syslog, Redis, Django; also in brackets. */
  private static final Pattern TIME =
      Pattern.compile(
          "^\\[?(?:"
              + "[0-9]{4}[-/][0-9]{2}[-/][0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.,][0-9]{1,9})?"
              + " ?(?:Z|[A-Z]{3,4}|[+-][0-9]{2}:?[0-9]{2})?"
              + "|[0-9]{1,2}/[A-Z][a-z]{2}/[0-9]{4}[: ][0-9]{2}:[0-9]{2}:[0-9]{2}"
              + "|(?:[0-9]{1,6}:[A-Z] )?[0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}"
              + "|[A-Z][a-z]{2} +[0-9]{1,2} [0-9]{2}:[0-9]{2}:[0-9]{2}"
              + "|[0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.,][0-9]{1,9})?(?: ?[AP]M)?"
              + ")\\]?:?[ \\t]+");

  /** What some editors and PowerShell begin a file with. */
  private static final String BYTE_ORDER_MARK = "\ufeff";

  private static final int MOST_DEPTH = 2;

  LogLine {
    texts = List.copyOf(texts);
  }

  static LogLine of(String raw, LineForm form) {
    String begun = raw.startsWith(BYTE_ORDER_MARK) ? raw.substring(1) : raw;
    String line = Escapes.strip(begun).stripTrailing();
    String source = "";
    String service = form.service();
    String text = line;
    Matcher prefix = PREFIX.matcher(line);
    if (prefix.find()) {
      source = line.substring(0, prefix.end());
      text = line.substring(prefix.end());
      boolean bar = prefix.group(1) != null;
      String named = bar ? prefix.group(1) : prefix.group(2);
      service = service.isEmpty() ? service(named, form, bar) : service;
    }
    String message = withoutTime(text);
    List<String> texts = new ArrayList<>();
    int json = message.indexOf("{\"");
    if (json >= 0) {
      JsonTexts.values(message.substring(json), MOST_DEPTH, texts);
    }
    texts.add(message);
    for (String one : List.copyOf(texts)) {
      if (one.indexOf('\\') >= 0) { // JSON that is cut, or what Rust quotes in other text
        texts.add(JsonTexts.unescaped(one));
      }
    }
    texts.add(line);
    return new LogLine(source, service, message, texts);
  }

  private static String withoutTime(String text) {
    String rest = text;
    for (int i = 0; i < 2; i++) {
      Matcher time = TIME.matcher(rest);
      if (!time.find()) {
        return rest;
      }
      rest = rest.substring(time.end());
    }
    return rest;
  }

  /** A service by the name of its container: {@code posthog-db-1}, {@code db_1}, {@code db}. */
  private static String service(String named, LineForm form, boolean bar) {
    String bare = NUMBER.matcher(named).replaceFirst("");
    boolean numbered = bare.length() < named.length();
    for (String name = bare; ; name = name.substring(separator(name) + 1)) {
      if (form.known().contains(name)) {
        return name;
      }
      if (separator(name) < 0) {
        return bar && numbered ? name : "";
      }
    }
  }

  private static int separator(String name) {
    int dash = name.indexOf('-');
    int line = name.indexOf('_');
    return dash < 0 ? line : line < 0 ? dash : Math.min(dash, line);
  }
}
