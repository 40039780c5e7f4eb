package com.posthog.doctor.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The exit code of an examination, computed from its findings by this one function.
 *
 * @param code a contract, see {@code --help}
 * @param reason one short sentence
 */
public record Exit(int code, String reason) {

  /** The code for findings; a threshold of null means that findings never fail. */
  public static Exit of(List<Finding> findings, @Nullable Severity failOn) {
    if (failOn == null) {
      return new Exit(0, "findings never fail here (--fail-on never)");
    }
    long failing = count(findings, Status.FAIL, failOn);
    if (failing > 0) {
      return new Exit(1, failing + " failing at or above " + failOn.word());
    }
    long unknown = count(findings, Status.UNKNOWN, failOn);
    long blocked = count(findings, Status.BLOCKED, failOn);
    if (unknown + blocked > 0) {
      return new Exit(3, "nothing failing, but " + (unknown + blocked) + " could not be told");
    }
    return new Exit(0, "nothing failing at or above " + failOn.word());
  }

  private static long count(List<Finding> findings, Status status, Severity threshold) {
    return findings.stream()
        .filter(f -> f.status() == status && f.severity().reaches(threshold))
        .count();
  }
}
