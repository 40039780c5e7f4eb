package com.posthog.doctor.symptom;

import java.util.regex.Pattern;

/**
 * Lines that name an error without having it: the title of a test that passed, a commit, what
 * Postgres skips, a warning about what will be gone one day.
 */
final class Quotation {
  private static final Pattern BEGINS =
      Pattern.compile(
          "^\\s*(?:[✓✔√✅] |ok [0-9]+ |PASS(?:ED)? |test \\S+ \\.\\.\\. |npm (?:warn|WARN) deprecated |"
              + "(?:[0-9a-f]{7,12} |[|/* ]{2,8})?(?:fix|feat|chore|test|docs|refactor|revert|perf)"
              + "(?:\\([^)]{1,40}\\))?!?: )");

  private static final Pattern ENDS =
      Pattern.compile("(?: PASSED(?: +\\[ *[0-9]+%\\])?|\\.\\.\\. ?(?:ok|OK|skipped|ignored))$");

  private static final Pattern HOLDS =
      Pattern.compile("(?:^|[ :])NOTICE: |(?:Deprecation|Future|Experimental)Warning: ");

  private Quotation() {}

  /** Whether the text of a line only speaks of an error. */
  static boolean is(String text) {
    return BEGINS.matcher(text).find() || ENDS.matcher(text).find() || HOLDS.matcher(text).find();
  }
}
