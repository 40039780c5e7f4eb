package com.posthog.doctor.symptom;

import java.util.regex.Pattern;

/**
 * Lines that name an error without having it: the title of a test that passed, a commit, what
 * Postgres skips, a warning about what will be gone one day, the source of a program, a page that
 * explains.
 */
final class Quotation {
  private static final Pattern BEGINS =
      Pattern.compile(
          "^\\s*(?:[✓✔√✅] (?![0-9]+ files? written)|ok [0-9]+ |PASS(?:ED)? |test \\S+ \\.\\.\\. "
              + "|npm (?:warn|WARN) deprecated |\\[[^\\]]{1,60} [0-9a-f]{6,12}\\] "
              + "|Revert \"|Merge (?:pull request|branch) |--?[\\w-]+(?:[ =][A-Z<\\[]\\S*)? {2,}\\S"
              + "|[|/*\\\\ ]{0,8}(?:[0-9a-f]{7,12} )?(?:\\([^)]{1,80}\\) )?"
              + "(?:fix|feat|chore|test|docs|refactor|revert|perf)(?:\\([^)]{1,40}\\))?!?: )");

  private static final Pattern ENDS =
      Pattern.compile("(?: PASSED(?: +\\[ *[0-9]+%\\])?|\\.\\.\\. ?(?:ok|OK|skipped|ignored))$");

  private static final Pattern HOLDS =
      Pattern.compile(
          "(?:^|[ :])NOTICE: |(?:Deprecation|Future|Experimental)Warning: "
              + "|\\((?:expected (?:by|in|for|error|failure|here)|ignored\\)|simulated)|\\bsimulated (?:failure|error)\\b");

  /** What grep and diff show, and the command that asks for it. */
  private static final Pattern FOUND =
      Pattern.compile(
          "^\\s*(?:\\$ (?:grep|rg|ag|git (?:log|grep|show|commit|diff)|echo|cat|less|sed|awk) "
              + "|[+-](?: {2,}|#|//|[\"'])"
              + "|[\\w./-]+\\.\\w{1,5}:[0-9]+: *(?:#\\[|//|# |\\*|[\"'])"
              + "|[\\w./-]+\\.(?:md|mdx|rst|txt|py|rs|tsx?|jsx?|go|html):[0-9]+:"
              + "(?![0-9]+:|.*(?:error|Error|ERROR|fatal|Exception|panicked)))");

  /** What only a line of source begins with; an import is none, since tracebacks show it. */
  private static final Pattern SOURCE =
      Pattern.compile(
          "^\\s*(?:\\} ?)?(?:(?:if|elif|elsif|else if|return|raise|throw|assert|case|except|catch)"
              + "[ (].*[\"'`(]|(?:echo|printf|grep|rg) .*[\"']"
              + "|expect\\(|(?:console|logger?|logging|log)\\.\\w+\\(|(?:print|printf|eprintln!|println!|panic!|bail!)\\("
              + "|(?:const|let|var|static|final) \\w+ ?[:=]|//|/\\*|<!--|\"\"\")");

  private static final Pattern PROSE =
      Pattern.compile(
          "^\\s*(?:[-*] |[0-9]+\\. |> )*(?:\\*\\*\\w|`[^`]+`[:|]|(?:If|When|Whenever) (?:you|your|the|it|this|that) )"
              + "|^\\s*[-*] [^`]*`[^`]{8,}`"
              + "|\\b(?:see|seeing|says?|shows?|gets?|got|hit|message|error|print(?:s|ed)|log(?:s|ged)"
              + "|report(?:s|ed)|fix(?:es|ed)?|raise[sd]?|throw[sn]?|detects?) `[^`]{8,}`"
              + "|\\b(?:[Ff]ails? with|[Ss]ays?|seen|[Hh]andles?|[Ff]ix(?:es|ed)?|searching for|[Cc]ontains?)"
              + " \"[^\"]{8,}\"|\\b(?:TODO|FIXME)\\b"
              + "|`[^`]{8,}`,? (?:means|indicates|happens|is harmless|can be (?:safely )?ignored)");

  private Quotation() {}

  /** Whether the text of a line only speaks of an error. */
  static boolean is(String text) {
    return BEGINS.matcher(text).find()
        || ENDS.matcher(text).find()
        || HOLDS.matcher(text).find()
        || FOUND.matcher(text).find()
        || SOURCE.matcher(text).find()
        || PROSE.matcher(text).find();
  }
}
