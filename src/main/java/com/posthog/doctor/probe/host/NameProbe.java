package com.posthog.doctor.probe.host;

import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.NameFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.util.List;

/** Asks the resolver for a name without a dot; a name with one would be asked of the network. */
public final class NameProbe implements Probe<NameFacts> {

  @Override
  public NameFacts read(FactKey<NameFacts> key, Host host, Facts soFar, Deadline deadline)
      throws IOException {
    String name = key.argument();
    if (name.indexOf('.') >= 0) {
      throw new IOException("the name " + name + " has a dot and is not asked of the network");
    }
    List<String> addresses =
        host.addresses(name, deadline).stream()
            .map(
                address ->
                    address.indexOf('%') < 0 ? address : address.substring(0, address.indexOf('%')))
            .toList();
    return new NameFacts(name, addresses);
  }
}
