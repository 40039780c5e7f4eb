package com.posthog.doctor.symptom;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.posthog.doctor.model.Sighting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Lines at the end of a source that speak of an error which no symptom explains. */
final class ErrorLines {
  private static final int MOST = 5;

  /** One of these stands in every line that speaks of an error. */
  private static final List<String> TRIGGERS =
      List.of(
          "error",
          "fatal",
          "panic",
          "exception",
          "critical",
          "severe",
          "err!",
          "traceback",
          "*** [",
          "segmentation fault",
          "command not found",
          "core dumped",
          "unhandled",
          "abort",
          "level\":50",
          "level\":60");

  private static final LiteralFinder FINDER =
      new LiteralFinder(
          TRIGGERS.stream()
              .map(word -> new LiteralFinder.Literal(word.getBytes(US_ASCII), true, 0))
              .toList());

  /** What begins such a line, once the time and the container are taken off. */
  private static final Pattern BEGINS =
      Pattern.compile(
          "^(?:\\[[0-9]+\\] ?)?(?:"
              + "(?:[\\w@./-]{1,60}: ){0,2}(?i:error|fatal|fatal error|panic)(?:\\[[\\w:-]{1,30}\\])?: \\S"
              + "|(?:[a-z_]\\w*\\.)*[A-Z]\\w*(?:Error|Exception)(?: \\[\\w+\\])?(?::|$)"
              + "|(?:ERROR|FATAL|CRITICAL|PANIC|SEVERE)\\b[\\]\\s|:]"
              + "|npm (?:ERR!|error) \\S|gyp ERR! \\S|E: \\S"
              + "|Exception in thread |Caused by: |Unhandled |Uncaught |make(?:\\[[0-9]+\\])?: \\*\\*\\* "
              + "|Segmentation fault|Traceback \\(most recent call last\\):"
              + ")");

  /** What may stand anywhere in such a line. */
  private static final Pattern HOLDS =
      Pattern.compile(
          "\\[\\s?(?:error|fatal|critical|panic)\\s*\\]|<(?:Error|Fatal|Critical)> "
              + "|\\blevel=\"?(?:error|fatal|panic|critical)\\b"
              + "|\"(?:level|severity|levelname)\": ?(?:\"(?i:error|fatal|critical|panic)\"|50\\b|60\\b)"
              + "|\\bERR_PNPM_|: command not found\\b|panicked at |\\(core dumped\\)"
              + "|^\\S{1,40} (?:ERROR|FATAL|CRITICAL) ");

  private static final String TRACEBACK = "Traceback (most recent call last):";

  private final byte[] bytes;
  private final int length;
  private final Recogniser recogniser;
  private final LineForm form;

  private ErrorLines(byte[] bytes, int length, Recogniser recogniser, LineForm form) {
    this.bytes = bytes;
    this.length = length;
    this.recogniser = recogniser;
    this.form = form;
  }

  /** The last few, each only once, whatever numbers it holds. */
  static List<Sighting> in(Tail tail, SymptomIndex index, String file) {
    byte[] bytes = tail.bytes();
    long firstLine = tail.lines() + 1 - Lines.count(bytes, 0, bytes.length);
    int length = Escapes.strip(bytes, bytes.length, bytes, new int[0]);
    LineForm form = new LineForm("", index.services());
    return new ErrorLines(bytes, length, new Recogniser(index, ""), form).find(file, firstLine);
  }

  private List<Sighting> find(String file, long firstLine) {
    Places places = new Places();
    FINDER.find(bytes, 0, length, length, places);
    Map<String, Sighting> found = new LinkedHashMap<>();
    int end = -1;
    int counted = 0;
    long number = firstLine;
    for (int at : places.sorted()) {
      if (at > end) {
        HitLine around = HitLine.around(bytes, at, length, form);
        end = around.end();
        number += Lines.count(bytes, counted, at);
        counted = at;
        look(around, at, number, file, found);
      }
    }
    List<Sighting> all = new ArrayList<>(found.values());
    return all.subList(Math.max(0, all.size() - MOST), all.size());
  }

  /** Where something was found. */
  private static final class Places implements LiteralFinder.Sink {
    private int[] places = new int[64];
    private int count;

    @Override
    public void found(int at, LiteralFinder.Literal literal) {
      if (count == places.length) {
        places = Arrays.copyOf(places, 2 * count);
      }
      places[count++] = at;
    }

    int[] sorted() {
      int[] sorted = Arrays.copyOf(places, count);
      Arrays.sort(sorted);
      return sorted;
    }
  }

  private void look(HitLine around, int at, long number, String file, Map<String, Sighting> found) {
    LogLine line = around.parsed();
    if (!speaksOfError(line) || isKnown(at)) {
      return;
    }
    String text = line.text();
    long where = number;
    if (text.startsWith(TRACEBACK)) {
      int[] last = lastOfTraceback(around.end(), line.source());
      if (last.length == 0 || isKnown(last[0])) {
        return;
      }
      where += last[1];
      text = HitLine.around(bytes, last[0], length, form).parsed().text();
    }
    Sighting sighting = new Sighting(file, where, ShownText.of(text));
    String same = sighting.text().replaceAll("[0-9a-f]*[0-9][0-9a-f]*", "#");
    found.remove(same);
    found.put(same, sighting);
  }

  private static boolean speaksOfError(LogLine line) {
    return BEGINS.matcher(line.text()).find() || HOLDS.matcher(line.text()).find();
  }

  private boolean isKnown(int at) {
    HitLine line = HitLine.around(bytes, at, length, form);
    int start = line.end();
    while (start > 0 && bytes[start - 1] != '\n' && line.end() - start < 2 * HitLine.REACH) {
      start--;
    }
    return !recogniser.recognise(bytes, start, line.end(), length).tally().isEmpty();
  }

  /** The place of the line that a Python traceback ends with, and how many lines below it is. */
  private int[] lastOfTraceback(int end, String source) {
    int at = end;
    for (int below = 1; below < 200 && at < length; below++) {
      int start = at + 1;
      at = start;
      while (at < length && bytes[at] != '\n') {
        at++;
      }
      LogLine line =
          LogLine.of(new String(bytes, start, Math.min(at - start, HitLine.REACH), UTF_8), form);
      boolean mine = line.source().equals(source);
      if (mine && !line.text().isEmpty() && !line.text().startsWith(" ")) {
        return new int[] {start, below};
      }
    }
    return new int[0];
  }
}
