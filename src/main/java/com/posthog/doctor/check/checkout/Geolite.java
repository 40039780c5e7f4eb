package com.posthog.doctor.check.checkout;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.facts.MmdbFacts;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.time.Duration;
import java.util.List;

/** Judges {@code checkout.geolite}: whether the GeoIP database is whole and can be read. */
public final class Geolite implements Rule {
  /** The service that cannot start without it, by which its consequences are found. */
  static final Subject SUBJECT = new Subject("share/GeoLite2-City.mmdb", "feature-flags");

  private static final Duration FRESH = Duration.ofDays(45);

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(MmdbFacts.KEY, HostFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    MmdbFacts mmdb = facts.get(MmdbFacts.KEY);
    boolean mac = facts.get(HostFacts.KEY).isMac();
    return List.of(
        verdict(mmdb, mac).about(SUBJECT).with("file", SUBJECT.text()).with("path", mmdb.path()));
  }

  private static Verdict verdict(MmdbFacts mmdb, boolean mac) {
    switch (mmdb.kind()) {
      case "missing" -> {
        return Verdict.fail("missing").curedBy("download-mmdb");
      }
      case "file" -> {
        return content(mmdb, mac);
      }
      case "denied" -> {
        return Verdict.unknown("denied");
      }
      default -> {
        return Verdict.fail("not-a-file").with("kind", kind(mmdb)).curedBy("replace-mmdb");
      }
    }
  }

  private static String kind(MmdbFacts mmdb) {
    return switch (mmdb.kind()) {
      case "folder" -> "a folder";
      case "dangling" -> "a link to nothing";
      case "loop" -> "a link that leads to itself";
      default -> "no regular file";
    };
  }

  private static Verdict content(MmdbFacts mmdb, boolean mac) {
    if (mmdb.content().equals("unreadable")) {
      return Verdict.unknown("unreadable").with("problem", mmdb.problem());
    }
    if (!mmdb.content().equals("database")) {
      return Verdict.fail(mmdb.content())
          .with("problem", mmdb.problem())
          .seen("size", mmdb.sizeBytes() + " bytes", mmdb.path())
          .curedBy("replace-mmdb");
    }
    if (!mmdb.databaseType().contains("City")) {
      return Verdict.fail("not-city")
          .with("type", mmdb.databaseType())
          .seen("seen", mmdb.databaseType(), mmdb.path())
          .seen("needed", "GeoLite2-City", "built in")
          .curedBy("replace-mmdb");
    }
    if (!mmdb.worldReadable() && !mac) {
      return Verdict.fail("mode").with("mode", mmdb.mode()).curedBy("mmdb-mode");
    }
    if (mmdb.sidecarNeeded() && !mmdb.sidecar().equals("present")) {
      return Verdict.fail("sidecar-" + mmdb.sidecar())
          .seen("needed", "share/GeoLite2-City.json", mmdb.neededIn())
          .curedBy(mmdb.sidecar().equals("missing") ? "download-mmdb" : "replace-mmdb-sidecar");
    }
    return age(mmdb);
  }

  private static Verdict age(MmdbFacts mmdb) {
    String built = mmdb.built().toString().substring(0, 10);
    if (mmdb.age().compareTo(FRESH) > 0) {
      return Verdict.fail("old")
          .at(Severity.ADVICE)
          .with("days", mmdb.age().toDays())
          .with("built", built)
          .curedBy("replace-mmdb");
    }
    return Verdict.pass("good").with("type", mmdb.databaseType()).with("built", built);
  }
}
