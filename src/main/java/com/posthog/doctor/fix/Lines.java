package com.posthog.doctor.fix;

import com.posthog.doctor.model.Content;
import com.posthog.doctor.model.LineEdit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Mends the form of lines; all other lines stay as they are to the byte. */
final class Lines {
  private static final Pattern BLANKS = Pattern.compile("^\\s*((?:export\\s+)?\\w+)\\s*=[ \\t]*");
  private static final Pattern EXPORT = Pattern.compile("^\\s*export\\s+");
  private static final Pattern SETTING = Pattern.compile("^(?=\\s*(?:export\\s+)?\\w+\\s*=)");
  private static final Pattern QUOTES = Pattern.compile("^(\\w+)=([\"'])(.*)\\2[ \\t]*$");

  private Lines() {}

  /**
   * The file with its lines mended.
   *
   * @param number of the one line that is meant; empty for all
   */
  static Content mend(Content before, LineEdit edit, String number) throws Refused {
    Text text = Text.of(before);
    List<String> lines = new ArrayList<>(text.lines());
    if (edit == LineEdit.NO_BYTE_ORDER_MARK) {
      return new Text("", lines).content();
    }
    if (edit == LineEdit.END_LAST_LINE) {
      return text.append(List.of()).content();
    }
    int only = number.isEmpty() ? 0 : number(number, lines.size());
    for (int i = 0; i < lines.size(); i++) {
      if (only == 0 || only == i + 1) {
        lines.set(i, mended(lines.get(i), edit));
      }
    }
    return text.with(lines).content();
  }

  private static int number(String text, int last) throws Refused {
    try {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= last) {
        return number;
      }
    } catch (NumberFormatException nonsense) {
      // refused below
    }
    throw new Refused("it has no line " + text);
  }

  private static String mended(String line, LineEdit edit) {
    String bare = Text.bare(line);
    String end = line.substring(bare.length());
    UnaryOperator<String> mend =
        switch (edit) {
          case NO_BLANKS -> one -> BLANKS.matcher(one).replaceFirst("$1=");
          case NO_EXPORT -> one -> EXPORT.matcher(one).replaceFirst("");
          case COMMENT_OUT -> one -> SETTING.matcher(one).replaceFirst("# ");
          case NO_QUOTES -> one -> QUOTES.matcher(one).replaceFirst("$1=$3");
          default -> UnaryOperator.identity();
        };
    return mend.apply(bare) + (edit == LineEdit.UNIX_LINES && end.equals("\r\n") ? "\n" : end);
  }
}
