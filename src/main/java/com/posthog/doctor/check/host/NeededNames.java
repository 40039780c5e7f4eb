package com.posthog.doctor.check.host;

import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.SettingsFacts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The names that programs on this machine will look up to reach the stack: each host in an
 * effective value that is a compose service, an alias or a host name of one, and what the Kafka
 * broker tells its clients to connect to.
 */
final class NeededNames {
  private static final String[] HOST_ENDINGS = {"HOST", "HOSTS", "HOSTNAME", "ADDR", "ENDPOINT"};

  /** Variables in which shells keep the name of this machine. */
  private static final List<String> OWN_NAMES = List.of("HOST", "HOSTNAME");

  private static final Pattern BETWEEN = Pattern.compile("[,\\s]+");

  private final Map<String, String> services = new TreeMap<>();
  private final Map<String, Needed> found = new LinkedHashMap<>();

  private NeededNames() {}

  /**
   * A name that is needed.
   *
   * @param service the compose service that it stands for
   * @param by the variable that names it, or what else does
   * @param source the file and line: {@code .env.services:5}
   */
  record Needed(String name, String service, String by, String source) {}

  /** The names, in the order of the compose files. */
  static List<Needed> of(ComposeFacts compose, SettingsFacts settings) {
    NeededNames names = new NeededNames();
    compose.services().forEach(names::know);
    // the variable with the shortest name says best what needs a host: PGHOST before derived URLs
    settings.values().entrySet().stream()
        .filter(entry -> !OWN_NAMES.contains(entry.getKey()))
        .sorted(
            Comparator.comparingInt((Map.Entry<String, ?> entry) -> entry.getKey().length())
                .thenComparing(Map.Entry::getKey))
        .forEach(entry -> names.needAll(entry.getKey(), entry.getValue()));
    compose.active().forEach(names::needAdvertised);
    return names.inOrder(compose);
  }

  private void know(ComposeFacts.Service service) {
    services.put(service.name(), service.name());
    if (!service.hostname().isEmpty()) {
      services.putIfAbsent(service.hostname(), service.name());
    }
    service.aliases().forEach(alias -> services.putIfAbsent(alias, service.name()));
  }

  private void needAll(String variable, SettingsFacts.Value value) {
    hosts(value.setting().raw().reveal(), isHostName(variable))
        .forEach(host -> need(host, variable, value.source()));
  }

  private void need(String host, String by, String source) {
    String name = host.toLowerCase(Locale.ROOT);
    String service = services.get(name);
    if (service != null && name.indexOf('.') < 0 && !name.equals("localhost")) {
      found.putIfAbsent(name, new Needed(name, service, by, source));
    }
  }

  /**
   * A broker's first answer tells clients where to connect: Kafka's setting, or Redpanda's option.
   */
  private void needAdvertised(ComposeFacts.Service service) {
    String command = service.entrypoint() + " " + service.command();
    int option = command.indexOf("advertise-kafka-addr");
    if (option >= 0) {
      int next = command.indexOf(" --", option);
      String value = next < 0 ? command.substring(option) : command.substring(option, next);
      hosts(value, false).forEach(host -> need(host, "the broker advertises it", service.source()));
    }
    service
        .environment()
        .forEach(
            (name, value) -> {
              if (name.contains("ADVERTISED_LISTENERS") || name.contains("ADVERTISED_HOST")) {
                hosts(value.raw().reveal(), true)
                    .forEach(host -> need(host, "the broker advertises it", service.source()));
              }
            });
  }

  private List<Needed> inOrder(ComposeFacts compose) {
    List<Needed> ordered = new ArrayList<>();
    for (ComposeFacts.Service service : compose.services()) {
      found.values().stream()
          .filter(needed -> needed.service().equals(service.name()))
          .forEach(ordered::add);
    }
    return ordered;
  }

  private static boolean isHostName(String variable) {
    for (String ending : HOST_ENDINGS) {
      if (variable.endsWith(ending)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The hosts of the URLs in a value; without any, those of a list of hosts with or without ports.
   */
  static List<String> hosts(String value, boolean bare) {
    if (!bare && value.indexOf(':') < 0) {
      return List.of(); // as most values: neither a URL nor a port
    }
    List<String> hosts = new ArrayList<>();
    int at = value.indexOf("://");
    if (at < 0) {
      for (String part : BETWEEN.split(value, -1)) {
        int colon = part.indexOf(':');
        boolean port = colon > 0 && part.substring(colon + 1).matches("[0-9]{1,5}");
        if (port || bare && colon < 0 && !part.isEmpty()) {
          hosts.add(port ? part.substring(0, colon) : part);
        }
      }
      return hosts;
    }
    while (at >= 0) {
      hosts.addAll(authority(value, at + "://".length()));
      at = value.indexOf("://", at + 1);
    }
    return hosts;
  }

  /** The hosts between {@code ://} and the path, of which Postgres and Redis allow several. */
  private static List<String> authority(String value, int start) {
    int end = start;
    while (end < value.length() && "/?#\"' ])}".indexOf(value.charAt(end)) < 0) {
      end++;
    }
    String authority = value.substring(start, end);
    List<String> hosts = new ArrayList<>();
    for (String host : authority.substring(authority.lastIndexOf('@') + 1).split(",", -1)) {
      int colon = host.indexOf(':');
      hosts.add(colon < 0 ? host : host.substring(0, colon));
    }
    return hosts;
  }
}
