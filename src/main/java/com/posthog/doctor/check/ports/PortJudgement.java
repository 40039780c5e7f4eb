package com.posthog.doctor.check.ports;

import com.posthog.doctor.facts.AppFacts;
import com.posthog.doctor.facts.ContainersFacts.Container;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.facts.ListenerFacts;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The judgement of one port that somebody holds: each holder is ours, foreign, or cannot be told.
 */
final class PortJudgement {
  private final Facts facts;
  private final HostFacts host;
  private final ListenerFacts listeners;
  private final AppFacts apps;
  private final NeededPort port;
  private final List<Holder> holders;
  private final Optional<List<Published>> published;
  private final List<Claim> claims = new ArrayList<>();

  PortJudgement(Facts facts, NeededPort port, List<Holder> holders) {
    this.facts = facts;
    this.host = facts.get(HostFacts.KEY);
    this.listeners = facts.get(ListenerFacts.KEY);
    this.apps = facts.get(AppFacts.KEY);
    this.port = port;
    this.holders = holders;
    this.published =
        Published.of(facts)
            .map(all -> all.stream().filter(one -> one.port() == port.port()).toList());
    holders.forEach(holder -> claims.add(claim(holder)));
  }

  /** Whose a holder is. */
  private enum Standing {
    OURS,
    FOREIGN,
    UNKNOWN
  }

  /**
   * What is said of a holder.
   *
   * @param message the card's message for it
   * @param name how it is called: {@code postgres (pid 45709, user me)}
   * @param container the container behind it; null when there is none
   */
  private record Claim(
      Holder holder,
      Standing standing,
      String message,
      String name,
      Optional<Published> container) {}

  private Claim claim(Holder holder) {
    boolean app =
        port.app()
            && holder.visible()
            && holder.engine().isEmpty()
            && apps.contains(holder.folder());
    if (app) {
      return new Claim(holder, Standing.OURS, "ours", holder.name(), Optional.empty());
    }
    if (holder.mayForward(host.uid()) && published.isPresent()) {
      Optional<Claim> container = container(holder, published.get());
      if (container.isPresent()) {
        return container.get();
      }
    }
    return switch (holder.kind(host.uid())) {
      case FORWARDER -> forwarder(holder);
      case HIDDEN -> hidden(holder);
      default -> plain(holder, Standing.FOREIGN, "held");
    };
  }

  /** The claim of a container that publishes the port on these addresses, ours before others. */
  private Optional<Claim> container(Holder holder, List<Published> all) {
    Optional<Published> behind =
        all.stream()
            .filter(one -> one.explains(holder))
            .reduce((one, other) -> other.ours() && !one.ours() ? other : one);
    // beside the engine's own forwarder another process is somebody else
    boolean shared =
        holder.engine().isEmpty() && holders.stream().anyMatch(other -> !other.engine().isEmpty());
    if (behind.isEmpty() || shared) {
      return Optional.empty();
    }
    Published one = behind.get();
    return Optional.of(
        new Claim(
            holder,
            one.ours() ? Standing.OURS : Standing.FOREIGN,
            one.ours() ? "ours" : one.project().isEmpty() ? "container" : "project",
            "the container " + one.container(),
            behind));
  }

  private Claim forwarder(Holder holder) {
    Optional<Container> own = Owner.container(facts, port.service());
    if (own.map(one -> one.state().equals("restarting")).orElse(false)) {
      // between two attempts its ports come and go
      String name = "the container " + own.orElseThrow().name();
      return new Claim(holder, Standing.OURS, "ours", name, Optional.empty());
    }
    return published.isPresent()
        ? plain(holder, Standing.FOREIGN, "stale")
        : plain(holder, Standing.UNKNOWN, "unknown-container");
  }

  private Claim hidden(Holder holder) {
    if (host.wsl()) {
      return published.isPresent()
          ? plain(holder, Standing.FOREIGN, "outside")
          : plain(holder, Standing.UNKNOWN, "unknown-outside");
    }
    return published.isPresent()
        ? plain(holder, Standing.FOREIGN, "hidden")
        : plain(holder, Standing.UNKNOWN, "unknown-hidden");
  }

  private static Claim plain(Holder holder, Standing standing, String message) {
    return new Claim(holder, standing, message, holder.name(), Optional.empty());
  }

  Verdict verdict() {
    Optional<Claim> foreign = first(Standing.FOREIGN);
    Optional<Claim> unknown = first(Standing.UNKNOWN);
    Optional<Claim> ours = first(Standing.OURS);
    Verdict verdict;
    if (foreign.isPresent()) {
      boolean beside = ours.isPresent() && foreign.get().message().equals("held");
      String message = beside ? "beside" : foreign.get().message();
      verdict =
          filled(Verdict.fail(message), foreign.get())
              .curedBy(Cure.of(foreign.get().holder(), host, foreign.get().message()));
      if (ours.isPresent()) {
        verdict = verdict.with("ours", ours.get().name());
      }
    } else if (unknown.isPresent()) {
      verdict = filled(Verdict.unknown(unknown.get().message()), unknown.get());
    } else {
      verdict = filled(Verdict.pass("ours"), claims.get(0));
    }
    return evidence(verdict.about(port.subject()));
  }

  private Optional<Claim> first(Standing standing) {
    return claims.stream().filter(claim -> claim.standing() == standing).findFirst();
  }

  private Verdict filled(Verdict verdict, Claim claim) {
    Holder holder = claim.holder();
    return verdict
        .with("port", port.port())
        .with("service", port.service())
        .with("holder", claim.name())
        .with("user", holder.owner())
        .with("addresses", holder.addresses())
        .with("pids", holder.pids())
        .with("program", holder.program())
        .with("folder", holder.folder())
        .with("formula", holder.formula())
        .with("unit", holder.unit())
        .with("engine", holder.engine())
        .with("container", claim.container().map(Published::container).orElse(""))
        .with("project", claim.container().map(Published::project).orElse(""))
        .with("v4", reached("127.0.0.1", "0.0.0.0"))
        .with("localhost", localhost())
        .with("look", look());
  }

  private String look() {
    return host.isMac()
        ? "sudo lsof -nP -iTCP:" + port.port() + " -sTCP:LISTEN"
        : "sudo ss -ltnp 'sport = :" + port.port() + "'";
  }

  private Verdict evidence(Verdict verdict) {
    Verdict full = verdict;
    for (Claim claim : claims) {
      Holder holder = claim.holder();
      full = full.seen("seen", claim.name() + " on " + holder.addresses(), listeners.source());
      if (!holder.command().isEmpty()) {
        full = full.seen("command", holder.command(), "pid " + holder.pids());
      }
      if (!holder.folder().isEmpty() && !holder.folder().equals("/")) {
        full = full.seen("folder", holder.folder(), "pid " + holder.pids());
      }
    }
    if (claims.size() > 1) {
      full =
          full.seen("127.0.0.1 reaches", reached("127.0.0.1", "0.0.0.0"), "")
              .seen("localhost reaches", localhost(), "/etc/hosts");
    }
    return full.seen("needed", port.port() + " for " + port.service(), port.source());
  }

  /** Who answers on localhost: the first of its addresses that anybody listens on. */
  private String localhost() {
    for (String address : listeners.localhost()) {
      String reached = address.equals("::1") ? reached("::1", "") : reached("127.0.0.1", "0.0.0.0");
      if (!reached.isEmpty()) {
        return reached;
      }
    }
    return "nobody";
  }

  /** Who answers on a loopback address: a socket of that address beats one of all addresses. */
  private String reached(String address, String all) {
    for (String want : List.of(address, all, "::")) {
      for (Claim claim : claims) {
        if (!want.isEmpty() && claim.holder().holds(want)) {
          return claim.name();
        }
      }
    }
    return address.equals("::1") ? "" : "nobody";
  }
}
