package com.posthog.doctor.check.ports;

import com.posthog.doctor.facts.HostFacts;

/** Which remedies of the card help against a holder of a port. */
final class Cure {
  private Cure() {}

  /** The ids of the remedies, the one that knows most about the holder first. */
  static String[] of(Holder holder, HostFacts host, String message) {
    return switch (message) {
      case "project" -> ids("stop-compose-project");
      case "container" -> ids("stop-container");
      case "stale" -> ids(stale(holder, host));
      case "hidden", "outside" -> ids("see-owner-" + (host.wsl() ? "wsl" : "here"));
      default -> ids(process(holder, host));
    };
  }

  private static String stale(Holder holder, HostFacts host) {
    return switch (holder.engine()) {
      case "OrbStack" -> "restart-orbstack";
      case "Colima" -> "restart-colima";
      case "Podman" -> host.isMac() ? "restart-podman" : "restart-engine";
      default -> "restart-engine";
    };
  }

  private static String process(Holder holder, HostFacts host) {
    return switch (holder.kind(host.uid())) {
      case BREW -> "stop-brew-service";
      case POSTGRES_APP -> "quit-postgres-app";
      case POSTGRES_EDB -> "stop-edb-postgres";
      case SYSTEM_SERVICE ->
          host.isMac()
              ? "see-owner-here"
              : host.systemd() ? "stop-systemd-service" : "stop-service";
      case OTHER_USER -> "see-owner-here";
      default -> holder.uid() == host.uid() || host.root() ? "stop-holder" : "stop-holder-sudo";
    };
  }

  private static String[] ids(String id) {
    return new String[] {id};
  }
}
