package com.posthog.doctor.probe.checkout;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.FileFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.FileState;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.nio.file.Path;
import java.util.Set;

/** Looks at one file: of the machine when its path is absolute, else of the checkout. */
public final class FileProbe implements Probe<FileFacts> {

  @Override
  public Set<FactKey<?>> needs(FactKey<FileFacts> key) {
    return key.argument().startsWith("/") ? Set.of() : Set.of(CheckoutFacts.KEY);
  }

  @Override
  public FileFacts read(FactKey<FileFacts> key, Host host, Facts soFar, Deadline deadline) {
    Path path = Path.of(key.argument());
    if (!path.isAbsolute()) {
      path = Path.of(soFar.get(CheckoutFacts.KEY).path()).resolve(path);
    }
    FileState state = host.state(path);
    return new FileFacts(
        key.argument(), state.kind().word(), state.sizeBytes(), state.executable());
  }
}
