package com.posthog.doctor.probe.env;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a start script does to the variables, as far as it can be read without running it: the files
 * it loads, the variables it exports, in the order of its lines. What stands under a condition is
 * taken only when it loads a file.
 *
 * @param steps in the order of the script
 * @param functions the bodies of the functions it defines, by name
 * @param stripsQuotes whether its loader takes quotes off
 * @param readsLastLine whether its loader reads a last line without a line end
 */
record StartScript(
    List<Step> steps,
    Map<String, List<Step>> functions,
    boolean stripsQuotes,
    boolean readsLastLine) {

  /**
   * One thing that the script does.
   *
   * @param kind {@code defaults} (loads a file, sets what is not set), {@code source} (sources a
   *     file so that all of it is exported), {@code helper} (sources another script), {@code
   *     export}, {@code local}, {@code call}
   * @param name the file, the variable or the function
   * @param text what stands behind the equals sign
   */
  record Step(String kind, String name, String text, String file, int line) {
    /** Where it stands: {@code bin/start:28}. */
    String source() {
      return file + ":" + line;
    }
  }

  private static final Set<String> COMMANDS =
      Set.of(
          "if", "elif", "then", "else", "while", "until", "for", "case", "grep", "cp", "echo",
          "cat", "rm", "mv", "touch", "test", "[", "[[", "!", "exec", "export", "local", "op",
          "printf", "return", "sed", "awk", "ln", "docker", "chmod");

  private static final Set<String> OPENERS = Set.of("if", "case", "for", "while", "until");
  private static final Set<String> CLOSERS = Set.of("fi", "esac", "done");

  /** Reads a script; {@code file} is its name for sources. */
  static StartScript read(String file, String text) {
    return new Reader(file).read(text);
  }

  /** Walks the lines of a script. */
  private static final class Reader {
    private final String file;
    private final List<Step> steps = new ArrayList<>();
    private final Map<String, List<Step>> functions = new LinkedHashMap<>();
    private @Nullable List<Step> body;
    private int depth;
    private boolean allExported;
    private int line;

    Reader(String file) {
      this.file = file;
    }

    StartScript read(String text) {
      for (String raw : text.split("\n", -1)) {
        line++;
        String bare = raw.strip();
        if (!bare.isEmpty() && !bare.startsWith("#")) {
          line(bare);
        }
      }
      boolean strips = text.contains("%\\\"") || text.contains("#\\\"") || text.contains("xargs");
      boolean lastLine = text.contains("|| [[ -n") || text.contains("|| [ -n");
      return new StartScript(steps, functions, strips, lastLine);
    }

    private void line(String bare) {
      int brackets = bare.indexOf("()");
      if (brackets > 0 && bare.endsWith("{") && isWord(bare.substring(0, brackets).strip())) {
        body = new ArrayList<>();
        functions.put(bare.substring(0, brackets).strip(), body);
        return;
      }
      if (bare.equals("}")) {
        body = null;
        return;
      }
      String[] words = bare.split("\\s+", -1);
      boolean opens = OPENERS.contains(words[0]);
      boolean closes = closes(words);
      depth -= closes && !opens && depth > 0 ? 1 : 0;
      statement(bare, words);
      depth += opens && !closes ? 1 : 0;
    }

    private static boolean closes(String[] words) {
      for (String word : words) {
        if (CLOSERS.contains(word.endsWith(";") ? word.substring(0, word.length() - 1) : word)) {
          return true;
        }
      }
      return false;
    }

    private void statement(String bare, String[] words) {
      if (bare.startsWith("set ")) {
        allExported = turned(words, allExported);
        return;
      }
      for (int i = 0; i + 1 < words.length; i++) {
        if (words[i].equals("source") || words[i].equals(".")) {
          sources(unquoted(words[i + 1]));
          return;
        }
      }
      if (words.length == 2 && isWord(words[0]) && !COMMANDS.contains(words[0])) {
        String name = baseName(unquoted(words[1]));
        if (name.startsWith(".env")) {
          add("defaults", name, "");
        }
        return;
      }
      if (words.length == 1 && isWord(words[0])) {
        add("call", words[0], "");
        return;
      }
      boolean export = words[0].equals("export");
      if (depth == 0 && (export || words[0].equals("local"))) {
        assignment(bare.substring(words[0].length()).strip(), export ? "export" : "local");
      }
    }

    private static boolean turned(String[] words, boolean before) {
      for (int i = 1; i < words.length; i++) {
        boolean all = words[i].equals("allexport") && words[i - 1].endsWith("o");
        if (all || words[i].equals("-a") || words[i].equals("+a")) {
          return words[all ? i - 1 : i].startsWith("-");
        }
      }
      return before;
    }

    private void sources(String path) {
      String name = baseName(path);
      if (name.startsWith(".env") && allExported) {
        add("source", name, "");
      } else if (name.endsWith(".sh")) {
        int bin = path.indexOf("bin/");
        add("helper", bin < 0 ? name : path.substring(bin), "");
      }
    }

    private void assignment(String text, String kind) {
      int equal = text.indexOf('=');
      if (equal > 0 && isWord(text.substring(0, equal))) {
        add(kind, text.substring(0, equal), text.substring(equal + 1));
      }
    }

    private void add(String kind, String name, String text) {
      (body == null ? steps : body).add(new Step(kind, name, text, file, line));
    }

    private static String unquoted(String word) {
      String bare = word;
      while (!bare.isEmpty() && "\"';)".indexOf(bare.charAt(bare.length() - 1)) >= 0) {
        bare = bare.substring(0, bare.length() - 1);
      }
      while (!bare.isEmpty() && "\"'".indexOf(bare.charAt(0)) >= 0) {
        bare = bare.substring(1);
      }
      return bare;
    }

    private static String baseName(String path) {
      return path.substring(path.lastIndexOf('/') + 1);
    }

    private static boolean isWord(String text) {
      if (text.isEmpty() || Character.isDigit(text.charAt(0))) {
        return false;
      }
      return text.chars().allMatch(c -> c == '_' || c < 128 && Character.isLetterOrDigit(c));
    }
  }
}
