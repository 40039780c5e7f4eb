package com.posthog.doctor.probe.env;

import com.posthog.doctor.facts.SettingsFacts.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The variables of a dotenv file, and what is wrong in it. Two ways of reading are in use: the
 * loader of today's {@code bin/start} takes each line as it is written, a shell that sources the
 * file takes off quotes and fills in references. No text of a file reaches a problem, only names
 * and line numbers.
 */
record Dotenv(List<Entry> entries, List<Problem> problems) {

  /**
   * One variable.
   *
   * @param computed whether the value holds a command or another thing that only a shell works out
   */
  record Entry(String name, String value, int line, boolean computed) {}

  private static final Set<String> SHELL_WORDS =
      Set.of(
          "source",
          ".",
          "unset",
          "set",
          "if",
          "then",
          "else",
          "elif",
          "fi",
          "eval",
          "echo",
          "alias",
          "declare",
          "readonly",
          "typeset",
          "local",
          "[",
          "[[",
          "for",
          "do",
          "done",
          "case",
          "esac",
          "}",
          "{",
          ":",
          "true",
          "return");

  private static final int LONGEST_QUOTE = 500;

  /** Reads a file as the loader does: each line split at its first equals sign, nothing changed. */
  static Dotenv asWritten(String text, boolean readsLastLine) {
    return new Reader(text).asWritten(readsLastLine);
  }

  /** Reads a file as a shell that sources it; {@code known} are the variables so far. */
  static Dotenv sourced(String text, Function<String, @Nullable String> known) {
    return new Reader(text).sourced(known);
  }

  /** The last entry of a name, the one that counts when a shell sources the file. */
  @Nullable Entry last(String name) {
    Entry found = null;
    for (Entry entry : entries) {
      found = entry.name().equals(name) ? entry : found;
    }
    return found;
  }

  /** Walks a file once. */
  private static final class Reader {
    private final String text;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    Reader(String raw) {
      String plain = raw;
      if (plain.startsWith("\uFEFF")) {
        problems.add(new Problem("bom", 1, "", 0, 1));
        plain = plain.substring(1);
      }
      int carriage = plain.indexOf('\r');
      if (carriage >= 0) {
        int line = 1 + (int) plain.substring(0, carriage).chars().filter(c -> c == '\n').count();
        int count = (int) plain.chars().filter(c -> c == '\r').count();
        problems.add(new Problem("crlf", line, "", 0, count));
        plain = plain.replace("\r\n", "\n").replace('\r', '\n');
      }
      this.text = plain;
    }

    Dotenv asWritten(boolean readsLastLine) {
      String[] lines = text.split("\n", -1);
      for (int i = 0; i < lines.length; i++) {
        boolean last = i == lines.length - 1; // what stands behind the last line end
        if (lines[i].isEmpty() || last && lost(lines[i], i + 1, readsLastLine)) {
          continue;
        }
        i += line(lines, i);
      }
      duplicates(true);
      return new Dotenv(entries, problems);
    }

    private boolean lost(String line, int number, boolean readsLastLine) {
      int equal = line.indexOf('=');
      if (readsLastLine || equal <= 0 || line.startsWith("#")) {
        return false;
      }
      problems.add(new Problem("no-line-end", number, named(line.substring(0, equal)), 0, 1));
      return true;
    }

    /** Takes one line; gives how many more belong to it. */
    private int line(String[] lines, int index) {
      String line = lines[index];
      int number = index + 1;
      int equal = line.indexOf('=');
      if (line.startsWith("#") || line.isBlank() || equal == 0) {
        return 0;
      }
      String name = equal < 0 ? line : line.substring(0, equal);
      if (equal < 0 || !isName(name)) {
        String key = equal < 0 ? "" : named(name);
        problems.add(new Problem(oddName(name, equal), number, key, 0, 1));
        return 0;
      }
      String value = line.substring(equal + 1);
      if (value.startsWith(" ") || value.startsWith("\t")) {
        problems.add(new Problem("spaces", number, name, 0, 1));
        entries.add(new Entry(name, value.strip(), number, false));
        return 0;
      }
      entries.add(new Entry(name, value, number, false));
      return quotes(lines, index, name, value);
    }

    private int quotes(String[] lines, int index, String name, String value) {
      char quote = value.isEmpty() ? ' ' : value.charAt(0);
      if (quote != '"' && quote != '\'') {
        return 0;
      }
      if (value.length() > 1 && value.stripTrailing().endsWith(String.valueOf(quote))) {
        problems.add(new Problem("kept-quotes", index + 1, name, 0, 1));
        return 0;
      }
      problems.add(new Problem("quote", index + 1, name, 0, 1));
      for (int i = index + 1; i < lines.length && i - index < LONGEST_QUOTE; i++) {
        if (lines[i].stripTrailing().endsWith(String.valueOf(quote))) {
          return lines[i].indexOf('=') > 0 && isName(lines[i].substring(0, lines[i].indexOf('=')))
              ? 0
              : i - index;
        }
      }
      return 0;
    }

    private static String oddName(String name, int equal) {
      if (equal < 0) {
        return "no-key";
      }
      String bare = name.strip();
      if (bare.startsWith("export ") && isName(bare.substring("export ".length()).strip())) {
        return "export";
      }
      return isName(bare) ? "spaces" : "no-key";
    }

    Dotenv sourced(Function<String, @Nullable String> known) {
      Map<String, String> here = new HashMap<>();
      int at = 0;
      int line = 1;
      while (at < text.length()) {
        int end = text.indexOf('\n', at);
        end = end < 0 ? text.length() : end;
        int next = statement(at, end, line, name -> here.getOrDefault(name, known.apply(name)));
        if (!entries.isEmpty()) {
          Entry entry = entries.get(entries.size() - 1);
          here.put(entry.name(), entry.value());
        }
        for (int i = at; i < Math.min(next, text.length()); i++) {
          line += text.charAt(i) == '\n' ? 1 : 0;
        }
        at = next;
      }
      duplicates(false);
      return new Dotenv(entries, problems);
    }

    /** Takes the statement that begins on a line; gives the place of the line behind it. */
    private int statement(int at, int end, int line, Function<String, @Nullable String> known) {
      String whole = text.substring(at, end);
      String bare = whole.strip();
      int start = at + whole.indexOf(bare);
      if (bare.startsWith("export ")) {
        String rest = bare.substring("export ".length()).strip();
        start += bare.indexOf(rest, "export".length());
        bare = rest;
      }
      if (bare.isEmpty() || bare.startsWith("#") || SHELL_WORDS.contains(bare.split("\\s", 2)[0])) {
        return end + 1;
      }
      int equal = bare.indexOf('=');
      String name = equal < 0 ? bare : bare.substring(0, equal);
      if (!isName(name)) {
        boolean exportOnly = whole.strip().startsWith("export ") && equal < 0;
        if (!exportOnly) {
          String key = equal < 0 ? "" : named(name);
          problems.add(new Problem(oddName(name, equal), line, key, 0, 1));
        }
        return end + 1;
      }
      return equal < 0 ? alone(whole, line, end) : value(name, start + equal + 1, line, known);
    }

    private int alone(String whole, int line, int end) {
      if (!whole.strip().startsWith("export ")) {
        problems.add(new Problem("no-key", line, "", 0, 1));
      }
      return end + 1;
    }

    private int value(String name, int start, int line, Function<String, @Nullable String> known) {
      ShellWord word = ShellWord.read(text, start, known);
      int end = text.indexOf('\n', Math.max(word.closed() ? word.end() : start, start));
      end = end < 0 ? text.length() : end;
      if (!word.closed()) {
        problems.add(new Problem("quote", line, name, 0, 1));
        entries.add(new Entry(name, text.substring(start, end), line, false));
        return end + 1;
      }
      String rest = text.substring(word.end(), end).strip();
      if (!rest.isEmpty() && !rest.startsWith("#") && !rest.startsWith(";")) {
        problems.add(new Problem(word.value().isEmpty() ? "spaces" : "blank", line, name, 0, 1));
        return end + 1; // a shell runs the rest as a command and sets nothing
      }
      entries.add(new Entry(name, word.value(), line, word.computed()));
      return end + 1;
    }

    private void duplicates(boolean firstCounts) {
      Map<String, Entry> seen = new HashMap<>();
      for (Entry entry : entries) {
        Entry first = seen.putIfAbsent(entry.name(), entry);
        if (first != null && !first.value().equals(entry.value())) {
          problems.add(new Problem("duplicate", entry.line(), entry.name(), first.line(), 1));
        }
      }
      if (firstCounts) {
        entries.removeIf(
            entry -> {
              Entry first = seen.get(entry.name());
              return first != entry && first != null && !first.value().isEmpty();
            });
      }
    }

    /** The name for a problem: empty when it is none, since it may then be a part of a secret. */
    private static String named(String name) {
      String bare = name.strip();
      bare = bare.startsWith("export ") ? bare.substring("export ".length()).strip() : bare;
      return isName(bare) ? bare : "";
    }

    private static boolean isName(String text) {
      if (text.isEmpty() || text.length() > 200 || Character.isDigit(text.charAt(0))) {
        return false;
      }
      for (int i = 0; i < text.length(); i++) {
        char letter = text.charAt(i);
        boolean fits =
            letter == '_'
                || letter >= 'A' && letter <= 'Z'
                || letter >= 'a' && letter <= 'z'
                || letter >= '0' && letter <= '9';
        if (!fits) {
          return false;
        }
      }
      return true;
    }
  }
}
