package com.posthog.doctor.check.storage;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Reception;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.StorageFacts;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges {@code storage.credentials}: whether the object storage takes the keys of the app. */
public final class Credentials implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(StorageFacts.KEY, ComposeFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    StorageFacts storage = facts.get(StorageFacts.KEY);
    Contact contact = storage.contact();
    Verdict full =
        Reception.filled(verdict(storage), contact, facts)
            .with("key", storage.accessKey().shown())
            .with("where", storage.keySource())
            .with("code", storage.code().isEmpty() ? "HTTP " + storage.status() : storage.code())
            .seen("key", storage.accessKey().shown(), storage.keySource());
    return List.of(
        storage.code().isEmpty()
            ? full
            : full.seen("answer", storage.code(), "HTTP " + storage.status()));
  }

  private static Verdict verdict(StorageFacts storage) {
    if (storage.contact().ready()) {
      return Verdict.pass("taken");
    }
    return switch (storage.code()) {
      case "InvalidAccessKeyId" ->
          Verdict.fail("unknown-key").curedBy("recreate-storage", "right-keys");
      case "SignatureDoesNotMatch" -> Verdict.fail("wrong-secret").curedBy("right-keys");
      case "RequestTimeTooSkewed" -> Verdict.fail("clock").curedBy("set-clock");
      default -> Verdict.fail("refused").curedBy("recreate-storage", "right-keys");
    };
  }
}
