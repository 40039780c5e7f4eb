package com.posthog.doctor.check.env;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.check.env.Endpoints.Endpoint;
import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.facts.SettingsFacts.Value;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Judges {@code env.stale}: whether one's own settings are of the era of this checkout. */
public final class Stale implements Rule {
  /** The persons database and the second Redis had ports of their own. */
  private static final Set<Integer> OLD_PORTS = Set.of(5434, 6479);

  private static final Set<String> OLD_HOSTS = Set.of("redis", "minio", "persons-db-migration");

  /** The second object storage, the clustered Redis and Valkey, duckgres. */
  private static final Set<Integer> NEW_PORTS = Set.of(8333, 6390, 6399, 15432);

  /** Earlier, the host reached these by localhost. */
  private static final Set<String> NEW_HOSTS = Set.of("db", "redis7", "temporal", "seaweedfs");

  /** A misspelt name that an earlier devcontainer has set. */
  private static final String MISSPELT = "CLICKHOUST_HOST";

  /** The layers that come with the checkout are of its era. */
  private static final Set<String> TRACKED =
      Set.of(".env.development", ".env.services", ".envrc", "bin/start", SettingsFacts.FLOX);

  @Override
  public Needs needs(Facts soFar) {
    Needs needs = Needs.of(SettingsFacts.KEY, CheckoutFacts.KEY).and(ComposeFacts.KEY);
    boolean ready = soFar.find(CheckoutFacts.KEY).isPresent() && soFar.knows(ComposeFacts.KEY);
    return soFar
        .find(SettingsFacts.KEY)
        .filter(settings -> ready)
        .flatMap(
            settings ->
                stale(settings, soFar).keySet().stream()
                    .findFirst()
                    .map(name -> new Variable(settings, name).needs(needs)))
        .orElse(needs);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    SettingsFacts settings = facts.get(SettingsFacts.KEY);
    boolean layered = facts.get(CheckoutFacts.KEY).isLayered();
    List<Verdict> verdicts = new ArrayList<>();
    stale(settings, facts)
        .forEach(
            (name, what) -> {
              Variable variable = new Variable(settings, name);
              String message = name.equals(MISSPELT) ? "misspelt" : layered ? "older" : "newer";
              Verdict verdict = variable.seen(Verdict.fail(message)).with("endpoint", what);
              for (SettingsFacts.Definition one : settings.weaker(name)) {
                if (TRACKED.contains(one.layer())) {
                  verdict = verdict.seen("needed", one.setting().shown(), one.source());
                }
              }
              verdicts.add(variable.removed(verdict, facts));
            });
    return verdicts.isEmpty() ? List.of(Verdict.pass("none")) : verdicts;
  }

  /** The variables of another era, and what in them is. */
  private static Map<String, String> stale(SettingsFacts settings, Facts facts) {
    boolean layered = facts.get(CheckoutFacts.KEY).isLayered();
    Optional<ComposeFacts> compose = facts.find(ComposeFacts.KEY);
    Map<String, String> stale = new TreeMap<>();
    settings
        .values()
        .forEach(
            (name, value) -> {
              if (TRACKED.contains(value.layer()) || value.setting().isEmpty()) {
                return;
              }
              if (name.equals(MISSPELT)) {
                stale.put(name, name);
              } else if (isAddress(name)) {
                stale(value, layered, compose).ifPresent(what -> stale.put(name, what.text()));
              }
            });
    return stale;
  }

  /** Whether a variable of this name says where something is; most of a shell's do not. */
  private static boolean isAddress(String name) {
    return name.endsWith("_URL")
        || name.endsWith("HOST")
        || name.endsWith("HOSTS")
        || name.endsWith("_ENDPOINT")
        || name.endsWith("_ADDR")
        || name.endsWith("_BROKERS");
  }

  private static Optional<Endpoint> stale(
      Value value, boolean layered, Optional<ComposeFacts> compose) {
    Set<Integer> ports = layered ? OLD_PORTS : NEW_PORTS;
    Set<String> hosts = layered ? OLD_HOSTS : NEW_HOSTS;
    return Endpoints.of(value.setting().shown()).stream()
        .filter(
            one ->
                hosts.contains(one.host()) && !(layered && has(compose, one.host()))
                    || ports.contains(one.port())
                        && (one.isLocal() || has(compose, one.host()))
                        && !publishes(compose, one.port()))
        .findFirst();
  }

  private static boolean has(Optional<ComposeFacts> compose, String service) {
    return compose.isPresent() && compose.get().find(service).isPresent();
  }

  private static boolean publishes(Optional<ComposeFacts> compose, int port) {
    return compose.isPresent()
        && compose.get().services().stream()
            .flatMap(service -> service.ports().stream())
            .anyMatch(one -> one.host() == port);
  }
}
