package com.posthog.doctor.check.storage;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Reception;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.StorageFacts;
import com.posthog.doctor.facts.StorageFacts.Bucket;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges {@code storage.buckets}: whether each bucket is there that the checkout uses. Without the
 * first of them exports and recordings fail; the others serve single products.
 */
public final class Buckets implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(StorageFacts.KEY, ComposeFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    StorageFacts storage = facts.get(StorageFacts.KEY);
    List<Verdict> verdicts = new ArrayList<>();
    for (Bucket bucket : storage.buckets()) {
      Verdict missing =
          verdicts.isEmpty()
              ? Verdict.fail("missing")
              : Verdict.fail("missing").at(Severity.WARNING);
      verdicts.add(
          Reception.filled(
                  bucket.exists()
                      ? Verdict.pass("there")
                      : missing.curedBy("create-bucket", "recreate-storage"),
                  storage.contact(),
                  facts)
              .about(new Subject(bucket.name(), storage.contact().service()))
              .with("bucket", bucket.name())
              .with("count", storage.bucketCount())
              .seen("buckets", storage.bucketCount(), "a list of the server")
              .seen("needed", bucket.name(), bucket.source()));
    }
    return verdicts.isEmpty() ? List.of(Verdict.pass("none")) : verdicts;
  }
}
