package com.posthog.doctor.check.host;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.check.ShellProfile;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.EnvironmentFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Judges {@code host.proxy}: whether programs that honour the proxy variables would send requests
 * for this machine's own services to a proxy. The services speak plain HTTP, so the variables for
 * HTTPS do not matter.
 */
public final class Proxy implements Rule {
  private static final List<String> PROXIES =
      List.of("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY");
  private static final List<String> EXCEPTIONS = List.of("no_proxy", "NO_PROXY");

  @Override
  public Needs needs(Facts soFar) {
    Needs needs = Needs.of(EnvironmentFacts.KEY, HostFacts.KEY);
    boolean proxied = soFar.find(EnvironmentFacts.KEY).flatMap(Proxy::proxy).isPresent();
    return proxied ? needs.and(ComposeFacts.KEY, SettingsFacts.KEY) : needs;
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    EnvironmentFacts environment = facts.get(EnvironmentFacts.KEY);
    Optional<String> proxy = proxy(environment);
    if (proxy.isEmpty()) {
      return List.of(Verdict.pass("none"));
    }
    List<String> wanted = new ArrayList<>(List.of("localhost", "127.0.0.1"));
    wanted.addAll(names(facts));
    Set<String> missing = new LinkedHashSet<>();
    Set<String> kept = new LinkedHashSet<>();
    boolean none = true;
    for (String name : EXCEPTIONS) {
      List<String> entries = entries(environment.shown(name));
      kept.addAll(entries);
      if (!entries.isEmpty()) {
        none = false;
        wanted.stream().filter(host -> !covers(entries, host)).forEach(missing::add);
      }
    }
    if (none) {
      missing.addAll(wanted);
    }
    kept.addAll(missing);
    Verdict verdict = missing.isEmpty() ? Verdict.pass("excepted") : Verdict.fail("captured");
    return List.of(
        seen(verdict, environment)
            .with("proxy", proxy.get())
            .with("missing", String.join(", ", missing))
            .with("list", String.join(",", kept))
            .with("profile", ShellProfile.of(facts.get(HostFacts.KEY))));
  }

  private static Optional<String> proxy(EnvironmentFacts environment) {
    return PROXIES.stream().filter(name -> !environment.shown(name).isEmpty()).findFirst();
  }

  private static Verdict seen(Verdict verdict, EnvironmentFacts environment) {
    Verdict full = verdict;
    for (List<String> names : List.of(PROXIES, EXCEPTIONS)) {
      for (String name : names) {
        if (!environment.shown(name).isEmpty()) {
          full = full.seen(name, environment.shown(name), "shell environment");
        }
      }
    }
    return full;
  }

  /** The names of the stack that mean this machine; they are proxied like any other name. */
  private static List<String> names(Facts facts) {
    Optional<ComposeFacts> compose = facts.find(ComposeFacts.KEY);
    Optional<SettingsFacts> settings = facts.find(SettingsFacts.KEY);
    return compose.isEmpty() || settings.isEmpty()
        ? List.of()
        : NeededNames.of(compose.get(), settings.get()).stream()
            .map(NeededNames.Needed::name)
            .toList();
  }

  private static List<String> entries(String text) {
    List<String> entries = new ArrayList<>();
    for (String entry : text.split("[,\\s]+", -1)) {
      if (!entry.isEmpty()) {
        entries.add(entry);
      }
    }
    return entries;
  }

  private static boolean covers(List<String> entries, String host) {
    for (String entry : entries) {
      String plain = entry.toLowerCase(Locale.ROOT);
      if (plain.equals("*")
          || plain.equals(host)
          || plain.equals("." + host)
          || plain.startsWith("127.") && plain.contains("/") && host.startsWith("127.")) {
        return true;
      }
    }
    return false;
  }
}
