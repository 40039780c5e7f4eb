package com.posthog.doctor.engine;

import com.posthog.doctor.check.Catalog;
import com.posthog.doctor.check.Conditions;
import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.Condition;
import com.posthog.doctor.model.Finding;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Status;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Where a check applies, as its card says: on which machine, in which checkout, by which facts. */
final class Applicability {
  private Applicability() {}

  /** The facts that tell whether this is the machine and the checkout that a card is for. */
  static Set<FactKey<?>> needs(Card card) {
    Set<FactKey<?>> needs = new HashSet<>();
    if (!card.platforms().isEmpty() || !card.notIn().isEmpty() || card.runsCheckout()) {
      needs.add(HostFacts.KEY);
    }
    if (!card.eras().isEmpty() || card.runsCheckout()) {
      needs.add(CheckoutFacts.KEY);
    }
    return needs;
  }

  /** Whether it is known already that a card is for this machine and this checkout. */
  static boolean surely(Card card, Facts facts) {
    return needs(card).stream().allMatch(facts::knows)
        && Catalog.appliesKeys(card).stream().allMatch(facts::knows)
        && elsewhere(card, Severity.ERROR, facts).isEmpty()
        && byFact(card, Severity.ERROR, facts).isEmpty();
  }

  /** The finding of a check that is for other machines or checkouts, or of which none can tell. */
  static Optional<Finding> elsewhere(Card card, Severity usual, Facts facts) {
    Optional<Finding> untold = untold(needs(card), card, usual, facts);
    return untold.isPresent()
        ? untold
        : reason(card, facts).map(reason -> Wording.plain(card, usual, Status.SKIPPED, reason));
  }

  private static Optional<Finding> untold(
      Set<FactKey<?>> keys, Card card, Severity usual, Facts facts) {
    for (FactKey<?> key : keys) {
      Optional<String> failure = facts.failure(key);
      if (failure.isPresent()) {
        String text = Wording.unknown(failure.get());
        return Optional.of(Wording.plain(card, usual, Status.UNKNOWN, text));
      }
    }
    return Optional.empty();
  }

  /** The finding of a check whose {@code applies} does not hold, or cannot be told. */
  static Optional<Finding> byFact(Card card, Severity usual, Facts facts) {
    Optional<Finding> untold = untold(Catalog.appliesKeys(card), card, usual, facts);
    if (untold.isPresent()) {
      return untold;
    }
    for (Condition condition : card.applies()) {
      if (!Conditions.holds(condition, facts, null).orElse(false)) {
        return Optional.of(
            Wording.plain(
                card, usual, Status.SKIPPED, "applies only where " + condition.describe()));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> reason(Card card, Facts facts) {
    Optional<HostFacts> host = facts.find(HostFacts.KEY);
    if (!card.platforms().isEmpty() && host.isPresent()) {
      HostFacts machine = host.get();
      boolean here =
          card.platforms().contains(machine.os())
              || (machine.wsl() && card.platforms().contains("wsl"));
      if (!here) {
        return Optional.of("only for " + String.join(" and ", card.platforms()));
      }
    }
    Optional<String> place = host.flatMap(machine -> place(card, machine));
    if (place.isPresent()) {
      return place;
    }
    Optional<CheckoutFacts> checkout = facts.find(CheckoutFacts.KEY);
    if (card.runsCheckout() && checkout.isPresent() && !checkout.get().ownedByUser()) {
      return Optional.of("it would run code of a checkout that belongs to another user");
    }
    if (!card.eras().isEmpty()
        && checkout.isPresent()
        && checkout.get().found()
        && !card.eras().contains(checkout.get().era())) {
      return Optional.of("only for checkouts of the " + String.join(" or ", card.eras()) + " era");
    }
    return Optional.empty();
  }

  /** Why a card is not for the place that the doctor was started in. */
  private static Optional<String> place(Card card, HostFacts machine) {
    if (machine.ci() && card.notIn().contains("ci")) {
      return Optional.of("not judged in continuous integration");
    }
    boolean elsewhere = card.runsCheckout() || card.notIn().contains("hooks");
    if (elsewhere && !machine.hook().isEmpty()) {
      return Optional.of("not judged in a git hook, where " + machine.hook() + " is set");
    }
    if (!machine.container().isEmpty() && card.notIn().contains("container")) {
      return Optional.of("not judged inside a container");
    }
    return Optional.empty();
  }
}
