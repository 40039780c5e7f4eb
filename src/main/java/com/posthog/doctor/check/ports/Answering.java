package com.posthog.doctor.check.ports;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.check.Stack;
import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.ContainersFacts;
import com.posthog.doctor.facts.ContainersFacts.Container;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.ListenerFacts;
import com.posthog.doctor.facts.PortFacts;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Judges {@code ports.answering}: whether the ports that running containers publish take
 * connections. Without a stack it looks at what answers there anyway: a server outside Docker is
 * legitimate.
 */
public final class Answering implements Rule {

  /**
   * A published port.
   *
   * @param container the container's name
   * @param addresses where it should answer, as addresses that can be knocked at
   */
  private record Door(int port, String service, String container, List<String> addresses) {}

  @Override
  public boolean despite(CheckId prerequisite) {
    return prerequisite.equals(Stack.STARTED);
  }

  @Override
  public Needs needs(Facts soFar) {
    Needs needs =
        Needs.of(CheckoutFacts.KEY, ComposeFacts.KEY).and(ContainersFacts.KEY, ListenerFacts.KEY);
    boolean known =
        soFar.find(ComposeFacts.KEY).isPresent()
            && soFar.find(CheckoutFacts.KEY).isPresent()
            && soFar.knows(ContainersFacts.KEY)
            && soFar.knows(ListenerFacts.KEY);
    if (!known) {
      return needs;
    }
    Needs all = needs;
    for (Door door : !Stack.isStarted(soFar) ? outside(soFar) : doors(soFar)) {
      for (String address : door.addresses()) {
        all = all.and(PortFacts.key(address, door.port()));
      }
    }
    return all;
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    List<Verdict> verdicts = new ArrayList<>();
    List<Door> doors = doors(facts);
    for (Door door : doors) {
      verdicts.add(judge(door, facts));
    }
    if (!Stack.isStarted(facts)) {
      for (Door door : outside(facts)) {
        if (open(door.addresses().get(0), door.port(), facts)) {
          verdicts.add(filled(Verdict.pass("outside"), door, door.addresses().get(0)));
        }
      }
      return verdicts.isEmpty() ? List.of(Verdict.blocked()) : verdicts;
    }
    return verdicts.isEmpty() ? List.of(Verdict.pass("none")) : verdicts;
  }

  private static Verdict judge(Door door, Facts facts) {
    List<String> closed = new ArrayList<>();
    for (String address : door.addresses()) {
      Optional<String> failure = facts.failure(PortFacts.key(address, door.port()));
      if (failure.isPresent()) {
        return filled(Verdict.unknown("untold"), door, address).with("reason", failure.get());
      }
      if (!open(address, door.port(), facts)) {
        closed.add(address);
      }
    }
    if (closed.isEmpty()) {
      return filled(Verdict.pass("answers"), door, String.join(" and ", door.addresses()));
    }
    // some engines publish on IPv4 only, whatever they say; clients then take IPv4
    boolean four = closed.equals(List.of("::1")) && door.addresses().contains("127.0.0.1");
    Verdict verdict =
        four
            ? filled(Verdict.fail("only-v4").at(Severity.ADVICE), door, "::1").curedBy("use-ipv4")
            : filled(Verdict.fail("closed"), door, String.join(" and ", closed))
                .curedBy("restart-service");
    for (String address : closed) {
      String reach =
          facts.find(PortFacts.key(address, door.port())).map(PortFacts::reach).orElse("unknown");
      verdict = verdict.seen("seen", reach, address + " port " + door.port());
    }
    return verdict.seen("needed", "a connection", "published by " + door.container());
  }

  private static Verdict filled(Verdict verdict, Door door, String addresses) {
    return verdict
        .about(new Subject(door.port() + " (" + door.service() + ")", door.service()))
        .with("port", door.port())
        .with("service", door.service())
        .with("container", door.container())
        .with("addresses", addresses);
  }

  private static boolean open(String address, int port, Facts facts) {
    return facts.find(PortFacts.key(address, port)).map(PortFacts::open).orElse(false);
  }

  /** What the running containers of the project publish. */
  private static List<Door> doors(Facts facts) {
    Map<String, Door> doors = new LinkedHashMap<>();
    for (Container one : Stack.containers(facts)) {
      for (ContainersFacts.Published port : one.ports()) {
        if (one.running() && port.protocol().equals("tcp") && port.host() > 0) {
          Door door =
              doors.computeIfAbsent(
                  one.name() + " " + port.host(),
                  key -> new Door(port.host(), one.service(), one.name(), new ArrayList<>()));
          String address = knockable(port.address());
          if (!door.addresses().contains(address)) {
            door.addresses().add(address);
          }
        }
      }
    }
    return List.copyOf(doors.values());
  }

  private static String knockable(String address) {
    return switch (address) {
      case "", "0.0.0.0" -> "127.0.0.1";
      case "::" -> "::1";
      default -> address;
    };
  }

  /** The declared ports that somebody listens on. */
  private static List<Door> outside(Facts facts) {
    List<Door> doors = new ArrayList<>();
    ListenerFacts listeners = facts.find(ListenerFacts.KEY).orElse(null);
    if (listeners == null) {
      return doors;
    }
    for (ComposeFacts.Service service : facts.get(ComposeFacts.KEY).active()) {
      for (ComposeFacts.Port port : service.ports()) {
        List<ListenerFacts.Listener> on = listeners.on(port.host());
        if (!on.isEmpty()) {
          String address = knockable(on.get(0).address());
          doors.add(new Door(port.host(), service.name(), "", List.of(address)));
        }
      }
    }
    return doors;
  }
}
