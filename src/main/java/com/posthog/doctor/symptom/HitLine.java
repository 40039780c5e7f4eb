package com.posthog.doctor.symptom;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The line around a hit, in the bytes that are being scanned; taken apart when that is needed. */
final class HitLine {
  /** How much of a line is looked at on either side of a hit. */
  static final int REACH = 4096;

  private static final int MOST_LINES_BACK = 64;

  private final byte[] bytes;
  private final int start;
  private final int end;
  private final LineForm form;
  private @Nullable LogLine parsed;

  private HitLine(byte[] bytes, int start, int end, LineForm form) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.form = form;
  }

  /** The line that a place lies in. */
  static HitLine around(byte[] bytes, int place, int limit, LineForm form) {
    int start = place;
    int first = Math.max(0, place - REACH);
    while (start > first && !breaks(bytes[start - 1])) {
      start--;
    }
    int end = place;
    int last = Math.min(limit, place + REACH);
    while (end < last && !breaks(bytes[end])) {
      end++;
    }
    return new HitLine(bytes, start, end, form);
  }

  /** A progress line is written over again after a carriage return: each time it is a line. */
  private static boolean breaks(byte one) {
    return one == '\n' || one == '\r';
  }

  int end() {
    return end;
  }

  /** Who says it; empty when the line does not tell. */
  String service() {
    return parsed().service();
  }

  /** What may be meant: the text of the line, the values of its JSON, the line as it is. */
  List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (String text : parsed().texts()) {
      if (text.indexOf('\n') >= 0) {
        text.lines().forEach(texts::add);
      } else {
        texts.add(text);
      }
    }
    return texts;
  }

  /** The same, with the lines before it that the same one says. */
  List<String> texts(int lines) {
    List<String> texts = new ArrayList<>();
    for (String text : parsed().texts()) {
      if (text.indexOf('\n') >= 0) {
        texts.add(text);
      }
    }
    List<String> above = above(lines - 1);
    if (above.size() == lines - 1) {
      above.add(parsed().text());
      texts.add(String.join("\n", above));
    }
    return texts;
  }

  private List<String> above(int count) {
    List<String> above = new ArrayList<>();
    int to = start;
    for (int i = 0; i < MOST_LINES_BACK && above.size() < count && to > 0; i++) {
      to--; // the break itself
      if (to > 0 && bytes[to] == '\n' && bytes[to - 1] == '\r') {
        to--;
      }
      int from = to;
      int first = Math.max(0, to - REACH);
      while (from > first && !breaks(bytes[from - 1])) {
        from--;
      }
      LogLine line = LogLine.of(new String(bytes, from, to - from, UTF_8), form);
      if (line.source().equals(parsed().source())) {
        above.add(line.text());
      }
      to = from;
    }
    Collections.reverse(above);
    return above;
  }

  LogLine parsed() {
    LogLine known = parsed;
    if (known == null) {
      known = LogLine.of(new String(bytes, start, end - start, UTF_8), form);
      parsed = known;
    }
    return known;
  }
}
