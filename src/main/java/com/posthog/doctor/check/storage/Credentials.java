package com.posthog.doctor.check.storage;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Reception;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.check.Stack;
import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.facts.ContainersFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.StorageFacts;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges {@code storage.credentials}: whether the object storage takes the keys of the app. */
public final class Credentials implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(StorageFacts.KEY, ComposeFacts.KEY).and(CheckoutFacts.KEY, ContainersFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    StorageFacts storage = facts.get(StorageFacts.KEY);
    Contact contact = storage.contact();
    Verdict full =
        Reception.filled(verdict(storage, facts), contact, facts)
            .with("key", storage.accessKey().shown())
            .with("where", storage.keySource())
            .with("code", storage.code().isEmpty() ? "HTTP " + storage.status() : storage.code())
            .seen("key", storage.accessKey().shown(), storage.keySource());
    return List.of(
        storage.code().isEmpty()
            ? full
            : full.seen("answer", storage.code(), "HTTP " + storage.status()));
  }

  private static Verdict verdict(StorageFacts storage, Facts facts) {
    if (storage.contact().ready()) {
      return Verdict.pass("taken");
    }
    if (starting(storage.contact().service(), facts)) {
      return Verdict.fail("not-yet").curedBy("recreate-storage", "right-keys");
    }
    return switch (storage.code()) {
      case "InvalidAccessKeyId" ->
          Verdict.fail("unknown-key").curedBy("recreate-storage", "right-keys");
      case "SignatureDoesNotMatch" -> Verdict.fail("wrong-secret").curedBy("right-keys");
      case "RequestTimeTooSkewed" -> Verdict.fail("clock").curedBy("set-clock");
      default -> Verdict.fail("refused").curedBy("recreate-storage", "right-keys");
    };
  }

  /** Whether the stack's own storage is still in its time to start. */
  private static boolean starting(String service, Facts facts) {
    return Stack.containers(facts).stream()
        .anyMatch(one -> one.service().equals(service) && one.health().equals("starting"));
  }
}
