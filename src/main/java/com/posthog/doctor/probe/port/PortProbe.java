package com.posthog.doctor.probe.port;

import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.PortFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.util.Locale;

/** Knocks at a port of this machine and hangs up. */
public final class PortProbe implements Probe<PortFacts> {

  @Override
  public PortFacts read(FactKey<PortFacts> key, Host host, Facts soFar, Deadline deadline)
      throws IOException {
    String text = key.argument();
    int colon = text.lastIndexOf(':');
    if (colon <= 0 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
      throw new IOException("a port is written as address:number, not as " + text);
    }
    String address = text.substring(0, colon);
    int port = Integer.parseInt(text.substring(colon + 1));
    return new PortFacts(
        address, port, host.knock(address, port, deadline).name().toLowerCase(Locale.ROOT));
  }
}
