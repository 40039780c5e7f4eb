package com.posthog.doctor.check.ports;

import com.posthog.doctor.facts.AppFacts;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.ContainersFacts;
import com.posthog.doctor.facts.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A port that a container publishes, running or paused, according to the engine.
 *
 * @param address the host address; {@code 0.0.0.0} or {@code ::} for all
 * @param container the container's name
 * @param project its compose project; empty for none
 * @param ours whether it belongs to this checkout's stack
 */
record Published(String address, int port, String container, String project, boolean ours) {

  /** The project that bin/start pins, for a checkout whose compose files cannot be read. */
  private static final String PROJECT = "posthog";

  /** What the engine publishes; empty when it could not be asked. */
  static Optional<List<Published>> of(Facts facts) {
    return facts.find(ContainersFacts.KEY).map(all -> published(all, facts));
  }

  private static List<Published> published(ContainersFacts all, Facts facts) {
    String project = facts.find(ComposeFacts.KEY).map(ComposeFacts::project).orElse(PROJECT);
    AppFacts apps = facts.get(AppFacts.KEY);
    List<Published> published = new ArrayList<>();
    for (ContainersFacts.Container one : all.containers()) {
      // the checkout's own stack under another project is a matter of docker.project
      boolean ours =
          !one.project().isEmpty()
              && (one.project().equals(project)
                  || !one.workingDir().isEmpty() && apps.contains(one.workingDir()));
      for (ContainersFacts.Published port : one.ports()) {
        if (one.holdsPorts() && port.protocol().equals("tcp")) {
          published.add(
              new Published(port.address(), port.host(), one.name(), one.project(), ours));
        }
      }
    }
    return published;
  }

  /** Whether sockets on these addresses can be the ones that the engine has opened for it. */
  boolean explains(Holder holder) {
    return holder.listeners().stream().anyMatch(socket -> same(socket.address()));
  }

  /** An engine opens one socket for both families, or one for each, or one beside on loopback. */
  private boolean same(String listening) {
    boolean all = address.isEmpty() || address.equals("0.0.0.0") || address.equals("::");
    return all
        || listening.equals(address)
        || listening.equals("::")
        || listening.equals("0.0.0.0");
  }
}
