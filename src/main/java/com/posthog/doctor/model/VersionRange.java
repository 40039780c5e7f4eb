package com.posthog.doctor.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.semver4j.Semver;

/**
 * A requirement on a version, in the words of npm ({@code >=24 <25}, {@code v24.13.0}) or of Python
 * ({@code ==3.13.*}, {@code ~=2.13}, {@code >=3.11,<3.13}).
 */
public final class VersionRange {
  private static final Pattern PEP440_CLAUSE =
      Pattern.compile("(===|==|~=|!=|>=|<=|<|>)\\s*v?([0-9][0-9A-Za-z.]*?)(\\.\\*)?\\s*");

  private final String text;
  private final boolean python;

  private VersionRange(String text, boolean python) {
    this.text = text;
    this.python = python;
  }

  /** Reads a range as it is declared; Python's forms are told by their operators. */
  public static VersionRange of(String text) {
    String range = text.strip();
    boolean python =
        range.contains("==") || range.contains("~=") || range.contains("!=") || range.contains(",");
    return new VersionRange(range, python);
  }

  /** Whether a version satisfies it; empty when either cannot be understood. */
  public Optional<Boolean> admits(String version) {
    Optional<List<Integer>> numbers = numbers(version);
    if (numbers.isEmpty() || text.isEmpty()) {
      return Optional.empty();
    }
    return python ? admitsPython(numbers.get()) : admitsNpm(version);
  }

  private Optional<Boolean> admitsNpm(String version) {
    Semver seen = Semver.coerce(version);
    if (seen == null) {
      return Optional.empty();
    }
    String range = text.startsWith("v") ? text.substring(1) : text;
    // a bare version is exact, a bare major or minor admits all below it: semver4j knows both
    return Optional.of(seen.withClearedPreReleaseAndBuild().satisfies(range));
  }

  private Optional<Boolean> admitsPython(List<Integer> version) {
    for (String clause : text.split(",", -1)) {
      Matcher matcher = PEP440_CLAUSE.matcher(clause.strip());
      if (!matcher.matches()) {
        return Optional.empty();
      }
      Optional<List<Integer>> wanted = numbers(matcher.group(2));
      if (wanted.isEmpty()) {
        return Optional.empty();
      }
      boolean prefix = matcher.group(3) != null;
      if (!holds(matcher.group(1), version, wanted.get(), prefix)) {
        return Optional.of(false);
      }
    }
    return Optional.of(true);
  }

  private static boolean holds(
      String operator, List<Integer> version, List<Integer> wanted, boolean prefix) {
    int order = compare(version, wanted);
    return switch (operator) {
      case "==", "===" -> prefix ? startsWith(version, wanted) : order == 0;
      case "!=" -> prefix ? !startsWith(version, wanted) : order != 0;
      case ">=" -> order >= 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      case "<" -> order < 0;
      default ->
          order >= 0 && startsWith(version, wanted.subList(0, Math.max(1, wanted.size() - 1)));
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
    Matcher matcher = Pattern.compile("v?([0-9]+(?:\\.[0-9]+)*).*").matcher(version.strip());
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
