package com.posthog.doctor.fix;

import com.posthog.doctor.facts.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines of a file as they may be shown: what is secret is masked, also where a value in quotes,
 * or a key between its marks, goes over several lines.
 */
final class Mask {
  private static final String HIDDEN = "(hidden)";
  private static final Pattern SETTING =
      Pattern.compile("(?s)(\\s*(?:#\\s*)?(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*)(.*)");
  private static final Pattern KEY_BEGINS = Pattern.compile("-----BEGIN [A-Z ]*KEY");
  private static final Pattern KEY_ENDS = Pattern.compile("-----END [A-Z ]*KEY");

  private final List<String> lines;
  private final List<String> shown = new ArrayList<>();

  private Mask(List<String> lines) {
    this.lines = lines;
  }

  /** As many lines, each with the end of line that it has. */
  static List<String> of(List<String> lines) {
    Mask mask = new Mask(lines);
    while (mask.shown.size() < lines.size()) {
      mask.next();
    }
    return mask.shown;
  }

  private void next() {
    int index = shown.size();
    String bare = Text.bare(lines.get(index));
    Matcher setting = SETTING.matcher(bare);
    boolean sets = setting.matches();
    boolean comment = bare.stripLeading().startsWith("#"); // it never goes on in the next line
    int last = sets && !comment ? last(index, setting.group(3)) : index;
    if (last == index && KEY_BEGINS.matcher(bare).find()) {
      last = keyEnd(index);
    }
    if (last > index) {
      hide(sets ? setting.group(1) : "", last);
      return;
    }
    String line =
        sets
            ? setting.group(1) + Setting.of(setting.group(2), setting.group(3)).shown()
            : Setting.withoutPasswords(bare);
    show(line);
  }

  /** The last line of a value whose quote is closed there; its first line for every other value. */
  private int last(int index, String value) {
    char quote = value.isEmpty() ? ' ' : value.charAt(0);
    if (quote != '"' && quote != '\'' || closes(value, quote, 1)) {
      return index;
    }
    for (int i = index + 1; i < lines.size(); i++) {
      if (closes(Text.bare(lines.get(i)), quote, 0)) {
        return i;
      }
    }
    return index; // a quote that is never closed begins no value of several lines
  }

  private static boolean closes(String text, char quote, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == '\\' && quote == '"') {
        i++;
      } else if (text.charAt(i) == quote) {
        return true;
      }
    }
    return false;
  }

  private int keyEnd(int index) {
    for (int i = index; i < lines.size(); i++) {
      if (KEY_ENDS.matcher(lines.get(i)).find()) {
        return i;
      }
    }
    return lines.size() - 1;
  }

  private void hide(String lead, int last) {
    show(lead + HIDDEN);
    while (shown.size() <= last) {
      show(HIDDEN);
    }
  }

  private void show(String bare) {
    String line = lines.get(shown.size());
    shown.add(bare + line.substring(Text.bare(line).length()));
  }
}
