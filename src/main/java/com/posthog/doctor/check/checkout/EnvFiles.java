package com.posthog.doctor.check.checkout;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.CheckoutEnvFacts;
import com.posthog.doctor.facts.CheckoutEnvFacts.EnvFile;
import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges {@code checkout.env-files}: whether the env files of this era are there and can be read.
 */
public final class EnvFiles implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(CheckoutEnvFacts.KEY, CheckoutFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    String era = facts.get(CheckoutFacts.KEY).eraSource();
    List<Verdict> verdicts = new ArrayList<>();
    for (EnvFile file : facts.get(CheckoutEnvFacts.KEY).files()) {
      if (file.expected() || !file.kind().equals("missing")) {
        verdicts.add(
            verdict(file)
                .about(Subject.of(file.name()))
                .with("file", file.name())
                .with("example", file.example())
                .seen("seen", file.kind(), file.name())
                .seen(
                    "needed",
                    file.expected() ? "a file" : "a file or nothing",
                    file.tracked() ? era : file.example()));
      }
    }
    return verdicts.isEmpty() ? List.of(Verdict.pass("none")) : verdicts;
  }

  private static Verdict verdict(EnvFile file) {
    if (file.kind().equals("missing")) {
      return file.tracked()
          ? Verdict.fail("missing-tracked").curedBy("restore-env-file")
          : Verdict.fail("missing").curedBy("copy-env-example");
    }
    if (!file.kind().equals("file")) {
      return Verdict.fail("not-a-file")
          .with("kind", kind(file.kind()))
          .curedBy(file.tracked() ? "replace-env-file" : "move-env-file");
    }
    if (!file.problem().isEmpty()) {
      return Verdict.fail("unreadable").with("problem", file.problem()).curedBy("look-at-env-file");
    }
    if (!file.badLines().isEmpty()) {
      String lines = String.join(", ", file.badLines());
      return Verdict.fail("bad-lines")
          .with("lines", (file.badLines().size() == 1 ? "line " : "lines ") + lines)
          .with("line", file.badLines().get(0))
          .curedBy("mend-env-file");
    }
    return Verdict.pass("readable");
  }

  private static String kind(String kind) {
    return switch (kind) {
      case "folder" -> "a folder";
      case "dangling" -> "a link to nothing";
      case "loop" -> "a link that leads to itself";
      case "denied" -> "out of reach for this user";
      default -> "no regular file";
    };
  }
}
