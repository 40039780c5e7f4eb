package com.posthog.doctor.check.env;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.facts.SettingsFacts.EnvFile;
import com.posthog.doctor.facts.SettingsFacts.Problem;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Judges {@code env.syntax}: whether the dotenv files say what their writers meant. */
public final class Syntax implements Rule {
  /** The files that come with git: the cure is not to edit them. */
  private static final Set<String> TRACKED = Set.of(".env.development", ".env.services");

  /** Lines without a key are for {@code checkout.env-files} to say. */
  private static final String NO_KEY = "no-key";

  /** Quotes around these change what their own checks see, and they say so. */
  private static final Set<String> JUDGED = Set.of("DATABASE_URL", "DEBUG", "CLICKHOUSE_DATABASE");

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(SettingsFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    List<Verdict> verdicts = new ArrayList<>();
    for (EnvFile file : facts.get(SettingsFacts.KEY).files()) {
      if (!file.kind().equals("missing")) {
        verdicts.addAll(verdicts(file));
      }
    }
    return verdicts.isEmpty() ? List.of(Verdict.pass("none")) : verdicts;
  }

  private static List<Verdict> verdicts(EnvFile file) {
    Subject whole = Subject.of(file.name());
    if (!file.unreadable().isEmpty()) {
      return List.of(
          Verdict.unknown("unreadable")
              .with("file", file.name())
              .with("why", file.unreadable())
              .about(whole));
    }
    List<Verdict> verdicts = new ArrayList<>();
    for (Problem problem : file.problems()) {
      boolean elsewhere =
          problem.kind().equals(NO_KEY)
              || problem.kind().equals("kept-quotes") && JUDGED.contains(problem.key());
      if (!elsewhere) {
        verdicts.add(verdict(file, problem));
      }
    }
    return verdicts.isEmpty()
        ? List.of(Verdict.pass("clean").with("file", file.name()).about(whole))
        : verdicts;
  }

  private static Verdict verdict(EnvFile file, Problem problem) {
    String place = file.name() + ":" + problem.line();
    String kind = problem.kind();
    boolean last = kind.equals("duplicate") && !file.readBy().equals("defaults");
    Verdict verdict =
        Verdict.fail(last ? "duplicate-last" : kind)
            .about(
                new Subject(problem.key().isEmpty() ? place : place + " " + problem.key(), place))
            .with("file", file.name())
            .with("line", problem.line())
            .with("other", problem.other())
            .with("count", problem.count())
            .with("key", problem.key())
            .seen(
                "seen", problem.key().isEmpty() ? "line " + problem.line() : problem.key(), place);
    return verdict.curedBy(TRACKED.contains(file.name()) ? "restore-lines" : remedy(kind));
  }

  private static String remedy(String kind) {
    return switch (kind) {
      case "crlf" -> "unix-lines";
      case "bom" -> "no-byte-order-mark";
      case "no-line-end" -> "end-last-line";
      case "spaces" -> "no-blanks";
      case "export" -> "no-export";
      case "kept-quotes" -> "no-quotes";
      default -> "mend-line";
    };
  }
}
