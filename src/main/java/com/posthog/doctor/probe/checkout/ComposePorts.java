package com.posthog.doctor.probe.checkout;

import com.posthog.doctor.facts.ComposeFacts.Port;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads the published ports of a service, in the short and the long form, with ranges. */
final class ComposePorts {
  private static final int MOST = 4096;
  private static final String EVERY_ADDRESS = "0.0.0.0";

  private final ComposeVariables variables;
  private final List<String> problems;
  private final List<Port> ports = new ArrayList<>();

  private ComposePorts(ComposeVariables variables, List<String> problems) {
    this.variables = variables;
    this.problems = problems;
  }

  /** The ports that a service publishes at fixed places of the host. */
  static List<Port> of(YamlTree service, ComposeVariables variables, List<String> problems) {
    ComposePorts reader = new ComposePorts(variables, problems);
    service.find("ports").map(YamlTree::items).orElse(List.of()).forEach(reader::add);
    // the same port of a base file and of its overlay is one port
    List<Port> once = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>();
    for (Port port : reader.ports) {
      if (seen.add(port.address() + " " + port.host() + " " + port.protocol())) {
        once.add(port);
      }
    }
    return once;
  }

  private void add(YamlTree item) {
    String at = item.at().toString();
    if (item instanceof YamlTree.Fields) {
      String published = item.find("published").map(variables::fill).orElse("");
      String target = item.find("target").map(variables::fill).orElse("");
      String address = item.find("host_ip").map(variables::fill).orElse("");
      String protocol = item.find("protocol").map(variables::fill).orElse("tcp");
      add(address, published, target, protocol, at);
      return;
    }
    String text = variables.fill(item).strip();
    int slash = text.indexOf('/');
    String protocol = slash < 0 ? "tcp" : text.substring(slash + 1);
    String rest = slash < 0 ? text : text.substring(0, slash);
    int last = rest.lastIndexOf(':');
    if (last < 0) {
      add("", "", rest, protocol, at);
      return;
    }
    String before = rest.substring(0, last);
    int second = before.lastIndexOf(':');
    boolean bare = before.endsWith("]"); // an IPv6 address and no host port
    String address = second < 0 || bare ? (bare ? before : "") : before.substring(0, second);
    String published = second < 0 ? before : bare ? "" : before.substring(second + 1);
    add(address, published, rest.substring(last + 1), protocol, at);
  }

  private void add(String address, String published, String target, String protocol, String at) {
    if (published.isEmpty() && !target.isEmpty()) {
      return; // the engine picks a port: none is claimed beforehand
    }
    int[] host = range(published);
    int[] container = range(target);
    if (host.length == 0 || container.length == 0) {
      problems.add(at + " is not a port mapping");
      return;
    }
    int size = container[1] - container[0];
    if (host[1] - host[0] != size) {
      if (size != 0) {
        problems.add(at + " maps ranges of different sizes");
      }
      return; // a range of the host for one port: the engine picks one of them
    }
    String where = address.replace("[", "").replace("]", "");
    for (int i = 0; i <= size; i++) {
      if (ports.size() >= MOST) {
        problems.add(at + " publishes more than " + MOST + " ports");
        return;
      }
      ports.add(
          new Port(
              where.isEmpty() ? EVERY_ADDRESS : where,
              host[0] + i,
              container[0] + i,
              protocol,
              at));
    }
  }

  /** First and last of {@code 80} or {@code 80-90}; empty when it is neither. */
  private static int[] range(String text) {
    int dash = text.indexOf('-');
    int first = number(dash < 0 ? text : text.substring(0, dash));
    int last = dash < 0 ? first : number(text.substring(dash + 1));
    return first < 0 || last < first ? new int[0] : new int[] {first, last};
  }

  private static int number(String text) {
    if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    int number = Integer.parseInt(text);
    return number <= 65535 ? number : -1;
  }
}
