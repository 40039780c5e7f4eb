package com.posthog.doctor.probe.checkout;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.GeneratedConfigFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.FileState;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** Reads the generated configuration of the process manager, when there is one. */
public final class GeneratedConfigProbe implements Probe<GeneratedConfigFacts> {
  private static final String GENERATED = ".posthog/.generated/mprocs.yaml";
  private static final String SHIPPED = "bin/mprocs.yaml";
  private static final int MOST_BYTES = 2 << 20;

  @Override
  public Set<FactKey<?>> needs(FactKey<GeneratedConfigFacts> key) {
    return Set.of(CheckoutFacts.KEY);
  }

  @Override
  public GeneratedConfigFacts read(
      FactKey<GeneratedConfigFacts> key, Host host, Facts soFar, Deadline deadline) {
    Path file = Path.of(soFar.get(CheckoutFacts.KEY).path()).resolve(GENERATED);
    FileState state = host.state(file);
    String kind = state.kind().word();
    if (!state.isFile()) {
      return new GeneratedConfigFacts(GENERATED, kind, "", 0, SHIPPED);
    }
    try {
      YamlTree tree = YamlReader.read(GENERATED, host.readText(file, MOST_BYTES));
      int processes = tree.find("procs").map(procs -> procs.fields().size()).orElse(0);
      String problem = processes == 0 ? GENERATED + " names no process" : "";
      return new GeneratedConfigFacts(GENERATED, kind, problem, processes, SHIPPED);
    } catch (IOException unusable) {
      String message = String.valueOf(unusable.getMessage());
      String problem = message.startsWith(GENERATED) ? message : GENERATED + " " + message;
      return new GeneratedConfigFacts(GENERATED, kind, problem, 0, SHIPPED);
    }
  }
}
