package com.posthog.doctor.fix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.host.LocalHost;
import com.posthog.doctor.model.Prospect;
import com.posthog.doctor.model.Prospect.Effect;
import com.posthog.doctor.model.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine's own work for a step on a file, without what the disk takes. */
class StepSpeedTest {
  @TempDir Path temporary;

  @Test
  void aStepOnAFileTakesLessThanFiveMilliseconds() throws IOException {
    Path checkout = temporary.toRealPath();
    Files.writeString(checkout.resolve(".env"), "# a line\nNAME=value\n".repeat(200) + "DEBUG=0\n");
    CheckoutFacts facts =
        new CheckoutFacts(
            true,
            checkout.toString(),
            false,
            "layered",
            "",
            List.of(),
            List.of(),
            false,
            "",
            "",
            true);
    LocalHost host = new LocalHost(Map.of("HOME", checkout.toString()), checkout);
    long[] nanos = new long[200];
    for (int i = 0; i < nanos.length; i++) {
      long start = System.nanoTime();
      Preparation preparation =
          new Preparation(host, Optional.of(facts), name -> Optional.of(false));
      Prospect prospect = preparation.prepare(new Step.SetEnv(".env", "DEBUG", "1"));
      nanos[i] = System.nanoTime() - start;
      assertEquals(Effect.CHANGES, prospect.effect());
    }
    Arrays.sort(nanos);
    double median = nanos[nanos.length / 2] / 1e6;
    assertTrue(median < 5, () -> "a step takes " + median + " ms");
  }
}
