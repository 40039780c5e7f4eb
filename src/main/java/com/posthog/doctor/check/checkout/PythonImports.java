package com.posthog.doctor.check.checkout;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.PythonImportFacts;
import com.posthog.doctor.facts.PythonImportFacts.Import;
import com.posthog.doctor.facts.VenvFacts;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.List;

/** Judges {@code checkout.python-imports}: whether packages with compiled parts can be imported. */
public final class PythonImports implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(PythonImportFacts.KEY, VenvFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    if (!facts.get(VenvFacts.KEY).works()) {
      return List.of(Verdict.skipped("no-python"));
    }
    List<Verdict> verdicts = new ArrayList<>();
    for (Import one : facts.get(PythonImportFacts.KEY).imports()) {
      verdicts.add(verdict(one).with("module", one.module()).with("error", one.error()));
    }
    return verdicts.isEmpty() ? List.of(Verdict.pass("none")) : verdicts;
  }

  private static Verdict verdict(Import one) {
    Subject subject = Subject.of(one.module());
    return switch (one.outcome()) {
      case "ok" -> Verdict.pass("imported").about(subject);
      case "slow" -> Verdict.unknown("slow").at(Severity.ERROR).about(subject);
      // what is not installed follows from an environment that is behind
      case "not-installed" ->
          Verdict.fail("not-installed")
              .about(new Subject(one.module(), Venv.PACKAGES))
              .curedBy("uv-sync");
      case "crashed" -> Verdict.fail("crashed").about(subject).curedBy(cure(one));
      default -> Verdict.fail("failed").about(subject).curedBy(cure(one));
    };
  }

  private static String cure(Import one) {
    return switch (one.module()) {
      case "psycopg2" -> "reinstall-psycopg2";
      case "psycopg" -> "reinstall-psycopg";
      case "xmlsec" -> "reinstall-xmlsec";
      default -> "reinstall-confluent-kafka";
    };
  }
}
