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
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Verdict;
import java.util.List;
import java.util.Optional;

/** Judges {@code storage.answers}: whether the object storage answers in the language of S3. */
public final class Answers implements Rule {
  /** Versions of SeaweedFS that lose the header Content-Encoding. */
  private static final List<String> LOSSY = List.of("4.03", "4.04");

  @Override
  public boolean despite(CheckId prerequisite) {
    return prerequisite.equals(Stack.STARTED);
  }

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(StorageFacts.KEY, ComposeFacts.KEY).and(CheckoutFacts.KEY, ContainersFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    StorageFacts storage = facts.get(StorageFacts.KEY);
    Contact contact = storage.contact();
    // refused keys are an answer: storage.credentials judges them
    Optional<Verdict> refusal =
        contact.stage() == Contact.Stage.LOGIN
            ? Optional.empty()
            : Reception.refusal(contact, facts);
    if (refusal.isPresent()) {
      return List.of(refusal.get());
    }
    boolean lossy = storage.imageName().equals("seaweedfs") && LOSSY.contains(storage.imageTag());
    Verdict verdict =
        lossy
            ? Verdict.fail("lossy").at(Severity.WARNING).curedBy("newer-seaweedfs")
            : Verdict.pass("answers");
    return List.of(
        Reception.filled(verdict, contact, facts)
            .with("image", storage.image())
            .seen("asked at", contact.place(), contact.source())
            .seen("image", storage.image(), storage.imageIn()));
  }
}
