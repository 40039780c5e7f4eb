package com.posthog.doctor.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.check.Catalog;
import com.posthog.doctor.engine.Examination;
import com.posthog.doctor.engine.Limits;
import com.posthog.doctor.engine.Listener;
import com.posthog.doctor.engine.ProbeSource;
import com.posthog.doctor.engine.Selection;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.host.RecordedHost;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Finding;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Status;
import com.posthog.doctor.probe.Probes;
import com.posthog.doctor.support.Fixtures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whichever one fact of a healthy machine cannot be read, no rule breaks on it and none calls the
 * machine ill: it says that it could not tell.
 */
class UnreadFactsTest {
  private static final Catalog CATALOG = Catalog.builtIn();
  private static final Selection ALL = Selection.of(CATALOG, Selection.ALL, List.of(), List.of());

  @ParameterizedTest
  @ValueSource(
      strings = {"ubuntu-24.04-healthy", "ubuntu-24.04-healthy-handbook", "mac-handbook-healthy"})
  void whatCannotBeReadIsNeitherABugNorAFault(String machine) throws IOException {
    RecordedHost host = new RecordedHost(Fixtures.at("hosts/" + machine));
    List<String> wrong = new ArrayList<>();
    Facts facts = run(host, new Probes(Optional.empty())::find, wrong).facts();
    assertEquals(List.of(), wrong);
    assertTrue(facts.all().size() > 50, "too few facts were read");

    for (FactKey<?> unread : facts.all().keySet()) {
      List<String> bugs = new ArrayList<>();
      Examination.Result result = run(host, without(unread, facts), bugs);
      bugs.forEach(bug -> wrong.add(unread + ": " + bug));
      for (Finding finding : result.findings()) {
        if (finding.isHeadline()
            && finding.status() == Status.FAIL
            && finding.severity() != Severity.ADVICE) {
          wrong.add(unread + ": " + finding.card().id() + " " + finding.message());
        }
      }
    }
    assertEquals("", String.join("\n", wrong));
  }

  private static Examination.Result run(RecordedHost host, ProbeSource probes, List<String> bugs) {
    return Examination.run(
        CATALOG,
        ALL,
        probes,
        host,
        Limits.RECORDED,
        new Listener() {
          @Override
          public void threw(CheckId id, RuntimeException bug) {
            bugs.add(id + " " + bug);
          }
        });
  }

  private static ProbeSource without(FactKey<?> unread, Facts facts) {
    return kind ->
        Optional.of(
            (key, host, soFar, deadline) -> {
              if (key.equals(unread)) {
                throw new IOException("it was taken away");
              }
              return facts
                  .find(key)
                  .orElseThrow(() -> new IOException("it was never asked for: " + key));
            });
  }
}
