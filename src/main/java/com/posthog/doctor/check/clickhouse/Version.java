package com.posthog.doctor.check.clickhouse;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.ClickHouseFacts;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Verdict;
import com.posthog.doctor.model.VersionRange;
import java.util.List;
import java.util.Optional;

/** Judges {@code clickhouse.version}: whether the server is one that the app can work with. */
public final class Version implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(ClickHouseFacts.KEY, ComposeFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    ClickHouseFacts.Version version = facts.get(ClickHouseFacts.KEY).version();
    Verdict verdict =
        verdict(version)
            .about(Asked.SERVER)
            .with("version", version.running().isEmpty() ? "?" : version.running())
            .with("range", version.range())
            .with("image", version.image())
            .with("project", facts.get(ComposeFacts.KEY).project())
            .seen("seen", version.running(), "ClickHouse");
    if (version.enforced() && !version.range().isEmpty()) {
      verdict = verdict.seen("needed", version.range(), version.rangeIn());
    }
    return List.of(verdict.seen("image", version.image(), version.imageIn()));
  }

  private static Verdict verdict(ClickHouseFacts.Version version) {
    if (version.tooOld()) {
      return Verdict.fail(version.running().isEmpty() ? "too-old-unnamed" : "too-old")
          .curedBy("use-stack-clickhouse");
    }
    if (version.running().isEmpty()) {
      return Verdict.unknown("unsaid");
    }
    boolean refused =
        version.enforced()
            && !version.range().isEmpty()
            && VersionRange.of(version.range())
                .admits(version.running())
                .map(admitted -> !admitted)
                .orElse(false);
    if (refused) {
      return Verdict.fail("out-of-range").curedBy("use-stack-clickhouse");
    }
    return isOlderThanImage(version)
        ? Verdict.fail("older").at(Severity.WARNING).curedBy("use-stack-clickhouse")
        : Verdict.pass("runs");
  }

  /** By year and month, the first two numbers; a tag such as {@code latest} says nothing. */
  private static boolean isOlderThanImage(ClickHouseFacts.Version version) {
    String image = version.image();
    int colon = image.lastIndexOf(':');
    Optional<List<Integer>> wanted = numbers(colon < 0 ? "" : image.substring(colon + 1));
    Optional<List<Integer>> running = numbers(version.running());
    return wanted.isPresent()
        && running.isPresent()
        && VersionRange.compare(running.get(), wanted.get()) < 0;
  }

  private static Optional<List<Integer>> numbers(String text) {
    return VersionRange.numbers(text)
        .filter(all -> all.size() >= 2)
        .map(all -> List.copyOf(all.subList(0, 2)));
  }
}
