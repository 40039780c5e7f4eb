package com.posthog.doctor.report;

import com.posthog.doctor.model.Finding;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Status;

/** How much a finding wants to be read, the most pressing first. */
enum Rank {
  ERROR("error", Tone.ERROR, "✖", "x"),
  WARNING("warning", Tone.WARNING, "▲", "!"),
  UNKNOWN("unknown", Tone.UNKNOWN, "?", "?"),
  ADVICE("advice", Tone.ADVICE, "•", "i"),
  CONSEQUENCE("consequence", Tone.FAINT, "-", "-"),
  BLOCKED("not asked", Tone.FAINT, "-", "-"),
  WAIVED("waived", Tone.FAINT, "~", "~"),
  SKIPPED("skipped", Tone.FAINT, "-", "-"),
  PASS("passed", Tone.GOOD, "✔", "ok");

  final String word;
  final Tone tone;
  private final String symbol;
  private final String ascii;

  Rank(String word, Tone tone, String symbol, String ascii) {
    this.word = word;
    this.tone = tone;
    this.symbol = symbol;
    this.ascii = ascii;
  }

  static Rank of(Finding finding) {
    if (finding.status() == Status.FAIL) {
      return finding.severity() == Severity.ERROR
          ? ERROR
          : finding.severity() == Severity.WARNING ? WARNING : ADVICE;
    }
    return switch (finding.status()) {
      case UNKNOWN -> UNKNOWN;
      case BLOCKED -> BLOCKED;
      case WAIVED -> WAIVED;
      case SKIPPED -> SKIPPED;
      default -> PASS;
    };
  }

  /** The same, but what another finding explains counts as its consequence. */
  static Rank counted(Finding finding) {
    boolean bad = finding.status() == Status.FAIL || finding.status() == Status.UNKNOWN;
    return bad && finding.because() != null ? CONSEQUENCE : of(finding);
  }

  String symbol(Look look) {
    return look.symbol(symbol, ascii);
  }

  /** The number of something of this rank: {@code 2 errors}. */
  String count(int number) {
    boolean counted = this == ERROR || this == WARNING || this == CONSEQUENCE;
    return number + " " + word + (counted && number != 1 ? "s" : "");
  }
}
