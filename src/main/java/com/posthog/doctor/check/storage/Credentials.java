package com.posthog.doctor.check.storage;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Reception;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.check.Stack;
import com.posthog.doctor.check.env.Variable;
import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.facts.ContainersFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.facts.StorageFacts;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.List;

/** Judges {@code storage.credentials}: whether the object storage takes the keys of the app. */
public final class Credentials implements Rule {

  private static final String KEY = "OBJECT_STORAGE_ACCESS_KEY_ID";
  private static final String SECRET = "OBJECT_STORAGE_SECRET_ACCESS_KEY";

  @Override
  public Needs needs(Facts soFar) {
    Needs needs =
        Needs.of(StorageFacts.KEY, ComposeFacts.KEY)
            .and(CheckoutFacts.KEY, ContainersFacts.KEY, SettingsFacts.KEY);
    return overriding(soFar).isEmpty() ? needs : overriding(soFar).get(0).needs(needs);
  }

  /** The variables that say something else than the checkout does. */
  private static List<Variable> overriding(Facts facts) {
    List<Variable> variables = new ArrayList<>();
    for (String name : List.of(KEY, SECRET)) {
      facts
          .find(SettingsFacts.KEY)
          .map(settings -> new Variable(settings, name))
          .filter(variable -> variable.overridden().isPresent())
          .ifPresent(variables::add);
    }
    return variables;
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
      case "InvalidAccessKeyId" -> corrected("unknown-key", facts, "recreate-storage");
      case "SignatureDoesNotMatch" -> corrected("wrong-secret", facts);
      case "RequestTimeTooSkewed" -> Verdict.fail("clock").curedBy("set-clock");
      default -> corrected("refused", facts, "recreate-storage");
    };
  }

  /** Keys of one's own are replaced by those of the checkout; else what may help is named. */
  private static Verdict corrected(String message, Facts facts, String... otherwise) {
    Verdict verdict = Verdict.fail(message);
    List<Variable> overriding = overriding(facts);
    if (overriding.isEmpty()) {
      List<String> cures = new ArrayList<>(List.of(otherwise));
      cures.add("right-keys");
      return verdict.curedBy(cures.toArray(new String[0]));
    }
    Variable first = overriding.get(0);
    boolean both = overriding.size() > 1 && overriding.stream().allMatch(Variable::isOwn);
    Verdict one = first.cured(verdict, facts, first.overridden().orElse(""));
    return both && one.remedies().contains("set-variable")
        ? one.with("secret", overriding.get(1).overridden().orElse("")).curedBy("use-storage-keys")
        : one;
  }

  /** Whether the stack's own storage is still in its time to start. */
  private static boolean starting(String service, Facts facts) {
    return Stack.containers(facts).stream()
        .anyMatch(one -> one.service().equals(service) && one.health().equals("starting"));
  }
}
