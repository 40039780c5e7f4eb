package com.posthog.doctor.check.host;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.ProcessorFacts;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import com.posthog.doctor.model.VersionRange;
import java.util.List;
import java.util.Optional;

/** Judges {@code host.avx2}: ClickHouse's images since 26 are built for processors with AVX2. */
public final class Avx2 implements Rule {
  private static final int FIRST_WITH_AVX2 = 26;

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(ComposeFacts.KEY, ProcessorFacts.KEY).and(SettingsFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    Optional<ComposeFacts.Service> service =
        facts.get(ComposeFacts.KEY).services().stream()
            .filter(one -> one.image().contains("clickhouse-server"))
            .findFirst();
    if (service.isEmpty()) {
      return List.of(Verdict.skipped("none"));
    }
    ProcessorFacts processor = facts.get(ProcessorFacts.KEY);
    String image = service.get().image();
    return List.of(
        verdict(processor, image)
            .about(new Subject(service.get().name(), service.get().name()))
            .with("image", image)
            .with("file", ownFile(facts))
            .seen("seen", processor.avx2() ? "AVX2" : "no AVX2", processor.source())
            .seen("image", image, service.get().source()));
  }

  private static Verdict verdict(ProcessorFacts processor, String image) {
    if (processor.avx2()) {
      return Verdict.pass();
    }
    Optional<List<Integer>> version =
        VersionRange.numbers(image.substring(image.lastIndexOf(':') + 1));
    if (version.isEmpty()) {
      return Verdict.unknown("untold");
    }
    return version.get().get(0) >= FIRST_WITH_AVX2
        ? Verdict.fail("missing")
        : Verdict.pass("not-needed");
  }

  private static String ownFile(Facts facts) {
    return facts
        .find(SettingsFacts.KEY)
        .map(SettingsFacts::ownFile)
        .filter(file -> !file.isEmpty())
        .orElse(".env.local");
  }
}
