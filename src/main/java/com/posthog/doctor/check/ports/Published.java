package com.posthog.doctor.check.ports;

import com.posthog.doctor.facts.Facts;
import java.util.List;
import java.util.Optional;

/**
 * A port that a running container publishes, according to the engine.
 *
 * @param address the host address; {@code 0.0.0.0} or {@code ::} for all
 * @param container the container's name
 * @param project its compose project; empty for none
 * @param ours whether it belongs to this checkout's stack
 */
record Published(String address, int port, String container, String project, boolean ours) {

  /** What the engine publishes; empty when it could not be asked. */
  static Optional<List<Published>> of(Facts facts) {
    return Optional.empty();
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
