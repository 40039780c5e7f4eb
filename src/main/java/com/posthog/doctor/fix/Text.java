package com.posthog.doctor.fix;

import com.posthog.doctor.model.Content;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text file as lines, each with its own end of line, so that what is not changed stays as it is
 * to the byte.
 *
 * @param mark the byte order mark it begins with, or nothing
 * @param lines each with its end of line, if it has one
 */
record Text(String mark, List<String> lines) {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  Text {
    lines = List.copyOf(lines);
  }

  /** Reads a file; nothing there is an empty text. What is no text is refused. */
  static Text of(@Nullable Content content) throws Refused {
    if (content == null) {
      return new Text("", List.of());
    }
    String whole;
    try {
      whole =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(content.bytes()))
              .toString();
    } catch (CharacterCodingException binary) {
      throw new Refused("it is no text in UTF-8");
    }
    if (whole.indexOf('\0') >= 0) {
      throw new Refused("it is no text: it has null bytes");
    }
    String mark = whole.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : "";
    return new Text(mark, split(whole.substring(mark.length())));
  }

  /** Splits a text behind each end of line, which stays with its line. */
  static List<String> split(String text) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      end = end < 0 ? text.length() : end + 1;
      lines.add(text.substring(start, end));
      start = end;
    }
    return lines;
  }

  /** A line without its end. */
  static String bare(String line) {
    if (line.endsWith("\r\n")) {
      return line.substring(0, line.length() - 2);
    }
    return line.endsWith("\n") ? line.substring(0, line.length() - 1) : line;
  }

  /** The end of line that this file uses. */
  String end() {
    return !lines.isEmpty() && lines.get(0).endsWith("\r\n") ? "\r\n" : "\n";
  }

  /** The same with these lines. */
  Text with(List<String> others) {
    return new Text(mark, others);
  }

  /** The lines and some more behind them; the last line is ended first when it is not. */
  Text append(List<String> more) {
    List<String> all = new ArrayList<>(lines);
    int last = all.size() - 1;
    if (last >= 0 && !all.get(last).endsWith("\n")) {
      all.set(last, all.get(last) + end());
    }
    more.forEach(line -> all.add(line + end()));
    return with(all);
  }

  Content content() {
    return Content.of(mark + String.join("", lines));
  }
}
