package com.posthog.doctor.probe.git;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.TrackedFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/**
 * Reads git's index for one file at the top of the checkout, so that no program has to be started.
 */
public final class TrackedProbe implements Probe<TrackedFacts> {
  private static final int LARGEST = 64 << 20;

  @Override
  public Set<FactKey<?>> needs(FactKey<TrackedFacts> key) {
    return Set.of(CheckoutFacts.KEY);
  }

  @Override
  public TrackedFacts read(FactKey<TrackedFacts> key, Host host, Facts soFar, Deadline deadline)
      throws IOException {
    String path = key.argument();
    String git = soFar.get(CheckoutFacts.KEY).gitFolder();
    Path index = Path.of(git, "index");
    if (git.isEmpty() || !host.state(index).isFile()) {
      return new TrackedFacts(path, false, "there is no git index");
    }
    return new TrackedFacts(
        path, new GitIndex(host.read(index, LARGEST)).contains(path), ".git/index");
  }
}
