package com.posthog.doctor.probe.redis;

import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.RedisFacts;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.probe.ServerProbe;
import com.posthog.doctor.probe.ServiceUrl;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Where a Redis of the stack is asked, and with which login: as {@code REDIS_URL} says for the one
 * that it names, and at its published port for the others.
 *
 * @param user empty for the default user
 * @param password empty when none is known
 */
record RedisPlace(
    ServerProbe.Place place, String user, String password, ComposeFacts.Service service) {
  private static final int USUAL = 6379;

  /** The place of a service. */
  static RedisPlace of(String name, ComposeFacts compose, Optional<SettingsFacts> settings)
      throws IOException {
    List<ComposeFacts.Service> all = RedisFacts.services(compose);
    ComposeFacts.Service service =
        all.stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new IOException("the stack has no Redis of the name " + name));
    Optional<SettingsFacts.Value> setting =
        settings.flatMap(known -> known.find("REDIS_URL")).filter(value -> !value.computed());
    Optional<ServiceUrl> url =
        setting.flatMap(value -> ServiceUrl.parse(value.setting().raw().reveal()));
    if (url.isPresent() && meant(url.get(), all).equals(name)) {
      return named(service, url.get(), setting.get().source());
    }
    ComposeFacts.Port port = service.ports().get(0);
    return new RedisPlace(
        new ServerProbe.Place(name, "localhost", port.host(), port.source()),
        "",
        password(service),
        service);
  }

  private static RedisPlace named(ComposeFacts.Service service, ServiceUrl url, String source)
      throws IOException {
    if (url.scheme().equals("rediss")) {
      throw new IOException("REDIS_URL (" + source + ") asks for TLS, which is not looked into");
    }
    return new RedisPlace(
        new ServerProbe.Place(service.name(), url.host(), port(url), "REDIS_URL (" + source + ")"),
        url.user(),
        url.password(),
        service);
  }

  /**
   * The service that a URL means: the one of its host name, or the one that publishes its port on
   * this machine. Any other URL replaces the first one, which the app then does not use.
   */
  private static String meant(ServiceUrl url, List<ComposeFacts.Service> all) {
    for (ComposeFacts.Service service : all) {
      if (service.name().equals(url.host())
          || service.hostname().equals(url.host())
          || service.aliases().contains(url.host())) {
        return service.name();
      }
    }
    for (ComposeFacts.Service service : all) {
      boolean published = service.ports().stream().anyMatch(port -> port.host() == port(url));
      if (url.isLocal() && published) {
        return service.name();
      }
    }
    return all.get(0).name();
  }

  private static int port(ServiceUrl url) {
    return url.port() == 0 ? USUAL : url.port();
  }

  /** The password that the checkout starts the server with. */
  private static String password(ComposeFacts.Service service) {
    return option(service.command(), "--requirepass");
  }

  /** The word after an option of a command line; empty without that option. */
  static String option(String command, String option) {
    String[] words = command.split("\\s+", -1);
    for (int i = 0; i + 1 < words.length; i++) {
      if (words[i].equals(option)) {
        return words[i + 1].replaceAll("^[\"']|[\"']$", "");
      }
    }
    return "";
  }
}
