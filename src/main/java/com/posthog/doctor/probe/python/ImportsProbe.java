package com.posthog.doctor.probe.python;

import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.PythonImportFacts;
import com.posthog.doctor.facts.PythonImportFacts.Import;
import com.posthog.doctor.facts.VenvFacts;
import com.posthog.doctor.host.Answer;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Asks the Python of the virtual environment to import the few packages with compiled parts. This
 * runs code of the checkout, so only the check that says so needs it.
 */
public final class ImportsProbe implements Probe<PythonImportFacts> {

  /** A package, what is imported of it, and the whole program that does it. */
  private record Question(String pack, String module, String program) {}

  private static final List<Question> QUESTIONS =
      List.of(
          new Question("psycopg2-binary", "psycopg2", "import psycopg2"),
          new Question("psycopg", "psycopg", "import psycopg"),
          new Question("xmlsec", "xmlsec", "import lxml.etree, xmlsec"),
          new Question(
              "confluent-kafka",
              "confluent_kafka",
              "from confluent_kafka import Producer;"
                  + " Producer({'enable.ssl.certificate.verification': 'false'})"));

  /** Whether a package of the lock file is one that is asked for. */
  static boolean asksFor(String pack) {
    return QUESTIONS.stream().anyMatch(question -> question.pack().equals(pack));
  }

  @Override
  public Set<FactKey<?>> needs(FactKey<PythonImportFacts> key) {
    return Set.of(VenvFacts.KEY);
  }

  @Override
  public PythonImportFacts read(
      FactKey<PythonImportFacts> key, Host host, Facts soFar, Deadline deadline) {
    VenvFacts venv = soFar.get(VenvFacts.KEY);
    List<Import> imports = new ArrayList<>();
    if (venv.works()) {
      for (Question question : QUESTIONS) {
        if (venv.locked().contains(question.pack())) {
          imports.add(ask(host, venv.python(), question, deadline));
        }
      }
    }
    return new PythonImportFacts(imports);
  }

  private static Import ask(Host host, String python, Question question, Deadline deadline) {
    // -I: not this folder, no variables, no user packages; -B: write no byte code
    Answer answer = host.ask(List.of(python, "-I", "-B", "-c", question.program()), deadline);
    String error = lastLine(answer.err());
    String outcome =
        switch (answer.outcome()) {
          case TOO_SLOW, TOO_MUCH -> "slow";
          case ABSENT -> "crashed";
          case ENDED ->
              answer.code() == 0
                  ? "ok"
                  : error.startsWith("ModuleNotFoundError")
                      ? "not-installed"
                      : answer.code() >= 128 || error.isEmpty() ? "crashed" : "failed";
        };
    return new Import(question.module(), outcome, error);
  }

  private static String lastLine(String text) {
    String last = "";
    for (String line : text.lines().toList()) {
      last = line.isBlank() ? last : line.strip();
    }
    return last;
  }
}
