package com.posthog.doctor.fix;

import com.posthog.doctor.model.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A dotenv file, of which one setting is changed and nothing else. A file with a line that is no
 * setting, comment or blank is not understood, and what is not understood is not changed.
 */
final class EnvFile {
  private static final Pattern SETTING =
      Pattern.compile("(\\s*(?:export\\s+)?)([A-Za-z_][A-Za-z0-9_]*)(\\s*=[ \\t]*)(.*)");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** Letters that bin/start, a shell, docker compose and python-dotenv read alike. */
  private static final Pattern PLAIN = Pattern.compile("|(?!~)[A-Za-z0-9_@%+=:,./~^?*-]+");

  private final Text text;
  private final List<Setting> settings = new ArrayList<>();

  /**
   * One setting.
   *
   * @param first the index of its line
   * @param last the index of its last line, for a value in quotes with several lines
   * @param comment what stands behind the value
   */
  private record Setting(
      int first, int last, String lead, String name, String value, String comment) {}

  private EnvFile(Text text) throws Refused {
    this.text = text;
    for (int i = 0; i < text.lines().size(); i++) {
      i = read(i);
    }
  }

  /** The file with this setting; equal to what is there when nothing needs to be changed. */
  static Content set(@Nullable Content before, String name, String value) throws Refused {
    if (!NAME.matcher(name).matches()) {
      throw new Refused("no setting can have this name");
    }
    if (!PLAIN.matcher(value).matches()) {
      throw new Refused("the value has letters that not every reader of the file takes alike");
    }
    return new EnvFile(Text.of(before)).with(name, value).content();
  }

  private Text with(String name, String value) {
    List<Setting> found = settings.stream().filter(one -> one.name().equals(name)).toList();
    if (found.isEmpty()) {
      return text.append(List.of(name + "=" + value));
    }
    List<String> lines = new ArrayList<>(text.lines());
    for (int i = found.size() - 1; i >= 0; i--) {
      replace(lines, found.get(i), value);
    }
    return text.with(lines);
  }

  /** A name that stands twice is set in both places: readers differ in which of them counts. */
  private static void replace(List<String> lines, Setting old, String value) {
    if (old.value().equals(value) && old.comment().isEmpty()) {
      return;
    }
    String last = lines.get(old.last());
    String end = last.substring(Text.bare(last).length());
    List<String> place = lines.subList(old.first(), old.last() + 1);
    place.clear();
    if (!old.comment().isEmpty()) {
      // behind the value some readers would take it for a part of it
      place.add(old.comment() + (end.isEmpty() ? "\n" : end));
    }
    place.add(old.lead() + old.name() + "=" + value + end);
  }

  /** Reads what begins on a line; gives the index of its last line. */
  private int read(int index) throws Refused {
    String line = Text.bare(text.lines().get(index));
    if (line.isBlank() || line.stripLeading().startsWith("#")) {
      return index;
    }
    Matcher setting = SETTING.matcher(line);
    if (!setting.matches()) {
      boolean merge = line.startsWith("<<<<<<<") || line.startsWith(">>>>>>>");
      throw new Refused(
          "line "
              + (index + 1)
              + (merge ? " is left from a merge that was not finished" : " is no NAME=value"));
    }
    String rest = setting.group(4);
    String blank = setting.group(3).length() > 1 ? " " : ""; // never equal to a plain value
    char quote = rest.isEmpty() ? ' ' : rest.charAt(0);
    if (quote != '"' && quote != '\'') {
      int comment = comment(rest);
      String value = comment < 0 ? rest : rest.substring(0, comment).stripTrailing();
      add(setting, index, index, blank + value, comment < 0 ? "" : rest.substring(comment));
      return index;
    }
    return quoted(setting, index, rest, quote);
  }

  private int quoted(Matcher setting, int index, String rest, char quote) throws Refused {
    StringBuilder value = new StringBuilder(rest);
    int last = index;
    int from = 1;
    int closed = closing(value, quote, from);
    while (closed < 0 && last + 1 < text.lines().size()) {
      from = value.length();
      value.append('\n').append(Text.bare(text.lines().get(++last)));
      closed = closing(value, quote, from);
    }
    if (closed < 0) {
      throw new Refused("the quote in line " + (index + 1) + " is not closed");
    }
    String behind = value.substring(closed + 1).strip();
    if (!behind.isEmpty() && !behind.startsWith("#")) {
      throw new Refused("line " + (last + 1) + " has more behind its quote");
    }
    add(setting, index, last, value.substring(0, closed + 1), behind);
    return last;
  }

  private void add(Matcher setting, int first, int last, String value, String comment) {
    settings.add(
        new Setting(first, last, setting.group(1), setting.group(2), value, comment.strip()));
  }

  /** Where a comment begins behind a value without quotes; -1 when there is none. */
  private static int comment(String rest) {
    for (int at = rest.indexOf('#'); at >= 0; at = rest.indexOf('#', at + 1)) {
      if (at == 0 || Character.isWhitespace(rest.charAt(at - 1))) {
        return at;
      }
    }
    return -1;
  }

  private static int closing(CharSequence value, char quote, int from) {
    for (int i = from; i < value.length(); i++) {
      char letter = value.charAt(i);
      if (letter == '\\' && quote == '"') {
        i++;
      } else if (letter == quote) {
        return i;
      }
    }
    return -1;
  }
}
