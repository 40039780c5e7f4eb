package com.posthog.doctor.check.env;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.check.env.Endpoints.Endpoint;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Judges {@code env.email}: whether the settings for mail, if there are any, would send one. */
public final class Email implements Rule {
  private static final List<String> NAMES =
      List.of(
          "EMAIL_HOST",
          "EMAIL_PORT",
          "EMAIL_HOST_USER",
          "EMAIL_HOST_PASSWORD",
          "EMAIL_USE_TLS",
          "EMAIL_USE_SSL",
          "EMAIL_ENABLED");

  private static final List<String> NEEDED = List.of("EMAIL_HOST", "EMAIL_PORT");
  private static final int SMTP = 1025;

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(SettingsFacts.KEY).and(ComposeFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    SettingsFacts settings = facts.get(SettingsFacts.KEY);
    List<String> set = NAMES.stream().filter(name -> settings.find(name).isPresent()).toList();
    if (set.isEmpty()) {
      return List.of(Verdict.pass("none"));
    }
    int port = port(facts.find(ComposeFacts.KEY));
    Verdict verdict = verdict(settings, port);
    for (String name : set) {
      verdict = verdict.seen(name, settings.shown(name), settings.source(name));
    }
    return List.of(
        verdict
            .with("file", settings.ownFile())
            .with("host", settings.shown("EMAIL_HOST"))
            .with("seen", settings.shown("EMAIL_PORT"))
            .with("port", port)
            .curedBy(isLocal(settings) ? "maildev-settings" : "complete-email"));
  }

  private static Verdict verdict(SettingsFacts settings, int port) {
    boolean off = settings.find("EMAIL_ENABLED").isPresent() && !settings.isOn("EMAIL_ENABLED");
    if (off) {
      return Verdict.pass("off");
    }
    List<String> missing = new ArrayList<>(NEEDED);
    missing.removeIf(name -> settings.find(name).isPresent());
    if (!missing.isEmpty()) {
      return Verdict.fail("incomplete").with("missing", String.join(" and no ", missing));
    }
    boolean tls = settings.isOn("EMAIL_USE_TLS");
    boolean ssl = settings.isOn("EMAIL_USE_SSL");
    if (tls && ssl) {
      return Verdict.fail("both");
    }
    if (isLocal(settings) && (tls || ssl)) {
      return Verdict.fail("encrypted").with("name", tls ? "EMAIL_USE_TLS" : "EMAIL_USE_SSL");
    }
    boolean other = isLocal(settings) && !settings.shown("EMAIL_PORT").equals(String.valueOf(port));
    return other ? Verdict.fail("other-port") : Verdict.pass("complete");
  }

  private static boolean isLocal(SettingsFacts settings) {
    String host = settings.shown("EMAIL_HOST");
    return host.isEmpty()
        || host.equals("maildev")
        || Endpoints.of(host).stream().anyMatch(Endpoint::isLocal);
  }

  /** The port on which compose publishes maildev's mail server. */
  private static int port(Optional<ComposeFacts> compose) {
    return compose.flatMap(one -> one.find("maildev")).stream()
        .flatMap(service -> service.ports().stream())
        .filter(port -> port.container() == SMTP)
        .map(ComposeFacts.Port::host)
        .findFirst()
        .orElse(SMTP);
  }
}
