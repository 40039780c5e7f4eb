package com.posthog.doctor.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.check.Catalog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The exit code as the contract has it, over many made-up reports. */
class ExitTest {
  private static final Card CARD = Catalog.builtIn().cards().get(0);

  @Test
  void theCodeIsTheContractsForEveryMixture() {
    Random random = new Random(20261122);
    int[] codes = new int[4];
    for (int round = 0; round < 20_000; round++) {
      List<Finding> findings = findings(random);
      for (Severity threshold : Severity.values()) {
        int expected = contract(findings, threshold);
        codes[expected]++;
        assertEquals(
            expected, Exit.of(findings, threshold).code(), () -> threshold + " " + findings);
      }
      assertEquals(0, Exit.of(findings, null).code());
    }
    assertTrue(codes[0] > 500 && codes[1] > 500 && codes[3] > 500, "the mixture is one-sided");
  }

  @Test
  void aReasonIsAlwaysGiven() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      assertTrue(!Exit.of(findings(random), Severity.WARNING).reason().isBlank());
    }
  }

  @Test
  void whatIsWaivedOrSkippedNeverCounts() {
    List<Finding> findings =
        List.of(finding(Status.WAIVED, Severity.ERROR), finding(Status.SKIPPED, Severity.ERROR));
    assertEquals(0, Exit.of(findings, Severity.ADVICE).code());
  }

  /** Written apart from the function under test, in the words of the contract. */
  private static int contract(List<Finding> findings, Severity threshold) {
    boolean doubt = false;
    for (Finding finding : findings) {
      boolean counts = finding.severity().compareTo(threshold) <= 0;
      if (counts && finding.status() == Status.FAIL) {
        return 1;
      }
      doubt |= counts && (finding.status() == Status.UNKNOWN || finding.status() == Status.BLOCKED);
    }
    return doubt ? 3 : 0;
  }

  private static List<Finding> findings(Random random) {
    List<Finding> findings = new ArrayList<>();
    int number = random.nextInt(5);
    for (int i = 0; i < number; i++) {
      Status status = Status.values()[random.nextInt(Status.values().length)];
      findings.add(finding(status, Severity.values()[random.nextInt(3)]));
    }
    return findings;
  }

  private static Finding finding(Status status, Severity severity) {
    return new Finding(
        CARD, status, severity, null, "text", List.of(), List.of(), null, Duration.ZERO);
  }
}
