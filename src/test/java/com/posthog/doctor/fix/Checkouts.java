package com.posthog.doctor.fix;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.host.Host;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The preparation of steps in a folder that stands for a checkout. */
final class Checkouts {
  private Checkouts() {}

  /** On a host, in a folder in which git tracks these files. */
  static Preparation preparation(Host host, Path checkout, String... tracked) {
    CheckoutFacts facts =
        new CheckoutFacts(
            true,
            checkout.toString(),
            false,
            "layered",
            "",
            List.of(),
            List.of(),
            false,
            "",
            "",
            true);
    return new Preparation(
        host, Optional.of(facts), name -> Optional.of(List.of(tracked).contains(name)));
  }
}
