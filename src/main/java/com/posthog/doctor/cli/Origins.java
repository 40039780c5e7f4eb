package com.posthog.doctor.cli;

import com.posthog.doctor.engine.Planning;
import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.model.Content;
import com.posthog.doctor.report.PlanJson;
import java.io.IOException;
import java.nio.file.Path;

/** What a plan was made for: this doctor, this machine and user, this checkout, these checks. */
final class Origins {
  private static final int SMALL = 4096;

  private Origins() {}

  static PlanJson.Origin of(Patient patient, Planning.Scope scope) {
    return new PlanJson.Origin(
        Version.TEXT,
        machine(patient.host()),
        patient.checkout().map(CheckoutFacts::path).orElse(""),
        scope.selection().cards().stream().map(card -> card.id().value()).toList(),
        scope.named().stream().map(Object::toString).sorted().toList());
  }

  /** A mark that is the same for the same user on the same machine, and tells neither. */
  private static String machine(Host host) {
    String identity = host.os() + "\n" + host.user() + "\n" + host.home() + "\n" + id(host);
    return Content.of(identity).digest().substring(0, 16);
  }

  private static String id(Host host) {
    try {
      return host.readText(Path.of("/etc/machine-id"), SMALL);
    } catch (IOException none) {
      return host.environment().getOrDefault("HOSTNAME", "");
    }
  }
}
