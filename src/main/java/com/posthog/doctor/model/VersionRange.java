package com.posthog.doctor.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.semver4j.Semver;

/**
 * A requirement on a version, in the words of npm ({@code >=24 <25}, {@code v24.13.0}, {@code
 * pnpm@10.29.3}) or of Python ({@code ==3.13.*}, {@code ~=2.13}, {@code >=3.11,<3.13}). What cannot
 * be understood admits nothing and refuses nothing: the answer is then empty.
 */
public final class VersionRange {
  private static final Pattern PEP440_CLAUSE =
      Pattern.compile("(===|==|~=|!=|>=|<=|<|>)\\s*v?([0-9][0-9A-Za-z.]*?)(\\.\\*)?");
  private static final Pattern NPM_COMPARATOR =
      Pattern.compile(
          "(?:[<>]=?|[=^~]|~>)?\\s*v?[0-9xX*]+(?:\\.[0-9xX*]+){0,2}(?:[-+][0-9A-Za-z.+-]+)?");
  private static final Pattern NUMBERS =
      Pattern.compile("v?([0-9]+(?:\\.[0-9]+)*)(.*)", Pattern.DOTALL);
  private static final Pattern PYTHON_EARLY =
      Pattern.compile("[._-]?(?:a|b|c|rc|alpha|beta|pre|preview|dev).*", Pattern.DOTALL);

  private final String text;
  private final boolean python;

  private VersionRange(String text, boolean python) {
    this.text = text;
    this.python = python;
  }

  /** Reads a range as it is declared; Python's forms are told by their operators. */
  public static VersionRange of(String text) {
    String range = bare(text.strip());
    boolean python =
        range.contains("==") || range.contains("~=") || range.contains("!=") || range.contains(",");
    return new VersionRange(range, python);
  }

  /** Reads a range that is known to be Python's, where {@code >3.11} admits 3.11.5. */
  public static VersionRange python(String text) {
    return new VersionRange(text.strip(), true);
  }

  /** Takes off the name and the hash of {@code pnpm@10.29.3+sha512.abc}. */
  private static String bare(String text) {
    int at = text.lastIndexOf('@');
    String range = at > 0 || text.startsWith("@") ? text.substring(at + 1) : text;
    int hash = range.indexOf("+sha");
    return hash > 0 ? range.substring(0, hash) : range;
  }

  /** Whether a version satisfies it; empty when either cannot be understood. */
  public Optional<Boolean> admits(String version) {
    Optional<List<Integer>> numbers = numbers(version);
    if (numbers.isEmpty() || text.isEmpty()) {
      return Optional.empty();
    }
    return python ? admitsPython(version, numbers.get()) : admitsNpm(version);
  }

  private Optional<Boolean> admitsNpm(String version) {
    Semver seen = Semver.coerce(version);
    if (seen == null || !understoodByNpm()) {
      return Optional.empty();
    }
    // a bare version is exact, a bare major or minor admits all below it: semver4j knows both
    return Optional.of(seen.withClearedPreReleaseAndBuild().satisfies(text));
  }

  /** semver4j takes any words for a range that nothing satisfies, so they are looked at first. */
  private boolean understoodByNpm() {
    for (String alternative : text.split("\\|\\|", -1)) {
      String rest = alternative.strip().replaceAll("\\s+-\\s+", " ");
      Matcher comparator = NPM_COMPARATOR.matcher(rest);
      int end = 0;
      while (end < rest.length()) {
        if (!comparator.region(end, rest.length()).lookingAt()) {
          return false;
        }
        end = comparator.end();
        while (end < rest.length() && Character.isWhitespace(rest.charAt(end))) {
          end++;
        }
      }
    }
    return true;
  }

  private Optional<Boolean> admitsPython(String version, List<Integer> numbers) {
    boolean early = isEarly(version);
    boolean admitted = true;
    for (String clause : text.split(",", -1)) {
      Matcher matcher = PEP440_CLAUSE.matcher(clause.strip());
      if (!matcher.matches()) {
        return Optional.empty();
      }
      Optional<List<Integer>> wanted = numbers(matcher.group(2));
      if (wanted.isEmpty() || matcher.group(1).equals("~=") && wanted.get().size() < 2) {
        return Optional.empty();
      }
      boolean prefix = matcher.group(3) != null;
      boolean sameStage = early == isEarly(matcher.group(2));
      admitted &= holds(matcher.group(1), numbers, wanted.get(), prefix, sameStage, early);
    }
    return Optional.of(admitted);
  }

  /** Whether it is a release candidate or earlier: below the release of the same numbers. */
  private static boolean isEarly(String version) {
    Matcher matcher = NUMBERS.matcher(version.strip());
    return matcher.matches() && PYTHON_EARLY.matcher(matcher.group(2)).matches();
  }

  private static boolean holds(
      String operator,
      List<Integer> version,
      List<Integer> wanted,
      boolean prefix,
      boolean sameStage,
      boolean early) {
    int numbers = compare(version, wanted);
    int order = numbers != 0 || sameStage ? numbers : early ? -1 : 1;
    return switch (operator) {
      case "==", "===" -> prefix ? startsWith(version, wanted) : order == 0;
      case "!=" -> prefix ? !startsWith(version, wanted) : order != 0;
      case ">=" -> order >= 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      // Python's "below 3.14" also refuses the candidates of 3.14
      case "<" -> numbers < 0;
      default -> order >= 0 && startsWith(version, wanted.subList(0, wanted.size() - 1));
    };
  }

  private static boolean startsWith(List<Integer> version, List<Integer> prefix) {
    for (int i = 0; i < prefix.size(); i++) {
      if (!prefix.get(i).equals(i < version.size() ? version.get(i) : Integer.valueOf(0))) {
        return false;
      }
    }
    return true;
  }

  /** Orders two versions by their numbers; a missing number counts as zero. */
  public static int compare(List<Integer> left, List<Integer> right) {
    for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
      int a = i < left.size() ? left.get(i) : 0;
      int b = i < right.size() ? right.get(i) : 0;
      if (a != b) {
        return Integer.compare(a, b);
      }
    }
    return 0;
  }

  /** The leading numbers of a version: {@code v24.13.0-rc1} gives 24, 13, 0. */
  public static Optional<List<Integer>> numbers(String version) {
    Matcher matcher = NUMBERS.matcher(version.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    List<Integer> numbers = new ArrayList<>();
    for (String part : matcher.group(1).split("\\.", -1)) {
      if (part.length() > 9) {
        return Optional.empty();
      }
      numbers.add(Integer.parseInt(part));
    }
    return Optional.of(numbers);
  }

  @Override
  public String toString() {
    return text;
  }
}
