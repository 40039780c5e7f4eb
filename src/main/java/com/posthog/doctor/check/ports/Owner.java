package com.posthog.doctor.check.ports;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Stack;
import com.posthog.doctor.facts.AppFacts;
import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.ContainersFacts;
import com.posthog.doctor.facts.ContainersFacts.Container;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.facts.ListenerFacts;
import com.posthog.doctor.facts.ListenerFacts.Listener;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who takes the connections of an address and port of this machine, as far as that can be seen: for
 * checks that use a server and must say which one has answered.
 *
 * @param kind what it is
 * @param name as people call it: {@code the container posthog-db-1}, {@code postgres (pid 12, user
 *     me)}, {@code a server that cannot be seen}
 * @param container the name of the container; empty for none
 * @param image the image of the container; empty for none
 * @param command the command line of the process; empty when it is none or cannot be seen
 */
public record Owner(
    Kind kind,
    String name,
    String container,
    String image,
    String command,
    List<Listener> sockets) {

  /** What answers. */
  public enum Kind {
    /** A container of this checkout's stack. */
    OURS,
    /** Another container. */
    CONTAINER,
    /** A process of this machine. */
    PROCESS,
    /** It cannot be told. */
    UNKNOWN
  }

  public Owner {
    sockets = List.copyOf(sockets);
  }

  /** The facts that tell it, none of which a rule must have. */
  public static Needs needs(Needs usual) {
    return usual.and(
        HostFacts.KEY,
        ListenerFacts.KEY,
        ContainersFacts.KEY,
        AppFacts.KEY,
        ComposeFacts.KEY,
        CheckoutFacts.KEY);
  }

  /** Who answers at this address and port. */
  public static Owner of(Facts facts, String address, int port) {
    List<Listener> sockets =
        facts.find(ListenerFacts.KEY).map(all -> reached(all.on(port), address)).orElse(List.of());
    Optional<Container> container =
        facts
            .find(ContainersFacts.KEY)
            .flatMap(all -> publisher(all, address, port, sockets, facts));
    if (container.isPresent()) {
      Container one = container.get();
      return new Owner(
          Stack.isOurs(one, facts) ? Kind.OURS : Kind.CONTAINER,
          "the container " + one.name(),
          one.name(),
          one.image(),
          "",
          sockets);
    }
    if (sockets.isEmpty()) {
      return new Owner(Kind.UNKNOWN, "a server that cannot be seen", "", "", "", sockets);
    }
    Holder holder = new Holder(sockets);
    boolean seen = holder.visible() && holder.engine().isEmpty();
    return new Owner(
        seen || holder.kind(uid(facts)) == Holder.Kind.OTHER_USER || !holder.unit().isEmpty()
            ? Kind.PROCESS
            : Kind.UNKNOWN,
        holder.name(),
        "",
        "",
        holder.command(),
        sockets);
  }

  /** The container of this checkout's stack that stands for a service. */
  public static Optional<Container> container(Facts facts, String service) {
    return Stack.container(facts, service);
  }

  /** The sockets that take a connection to an address: its own before those of all addresses. */
  private static List<Listener> reached(List<Listener> sockets, String address) {
    boolean six = address.indexOf(':') >= 0;
    for (String wanted : six ? List.of(address, "::") : List.of(address, "0.0.0.0", "::")) {
      List<Listener> hits = new ArrayList<>();
      for (Listener socket : sockets) {
        if (socket.address().equals(wanted)) {
          hits.add(socket);
        }
      }
      if (!hits.isEmpty()) {
        return List.of(hits.get(0));
      }
    }
    return List.of();
  }

  private static Optional<Container> publisher(
      ContainersFacts all, String address, int port, List<Listener> sockets, Facts facts) {
    boolean forwarded = sockets.isEmpty() || new Holder(sockets).mayForward(uid(facts));
    return all.containers().stream()
        .filter(Container::holdsPorts)
        .filter(
            one ->
                one.addresses().containsValue(address)
                    || forwarded && one.ports().stream().anyMatch(p -> publishes(p, address, port)))
        .reduce(
            (first, next) ->
                Stack.isOurs(next, facts) && !Stack.isOurs(first, facts) ? next : first);
  }

  private static boolean publishes(ContainersFacts.Published port, String address, int wanted) {
    boolean everywhere =
        port.address().isEmpty() || port.address().equals("0.0.0.0") || port.address().equals("::");
    return port.host() == wanted
        && port.protocol().equals("tcp")
        && (everywhere || port.address().equals(address));
  }

  private static long uid(Facts facts) {
    return facts.find(HostFacts.KEY).map(HostFacts::uid).orElse(-1L);
  }

  /** The verdict with the remedies of {@code ports.free} against this process, and their values. */
  public Verdict stopped(Verdict verdict, Facts facts, int port) {
    Optional<HostFacts> host = facts.find(HostFacts.KEY);
    if (sockets.isEmpty() || host.isEmpty()) {
      return verdict;
    }
    Holder holder = new Holder(sockets);
    String look =
        host.get().isMac()
            ? "sudo lsof -nP -iTCP:" + port + " -sTCP:LISTEN"
            : "sudo ss -ltnp 'sport = :" + port + "'";
    return verdict
        .with("pids", holder.pids())
        .with("program", holder.program())
        .with("user", holder.owner())
        .with("formula", holder.formula())
        .with("unit", holder.unit())
        .with("look", look)
        .with("port", port)
        .curedBy(Cure.of(holder, host.get(), kind == Kind.UNKNOWN ? "hidden" : "held"));
  }
}
