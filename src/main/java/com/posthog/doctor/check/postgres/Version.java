package com.posthog.doctor.check.postgres;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.DatabasesFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.PostgresFacts;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import com.posthog.doctor.model.VersionRange;
import java.util.List;
import java.util.Optional;

/**
 * Judges {@code postgres.version}: whether the server is of a version that the checkout allows. The
 * app refuses to start with another one, unless it is told to skip that, as it is in development.
 */
public final class Version implements Rule {
  private static final String SKIP = "SKIP_SERVICE_VERSION_REQUIREMENTS";

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(PostgresFacts.KEY, DatabasesFacts.KEY).and(SettingsFacts.KEY, ComposeFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    PostgresFacts postgres = facts.get(PostgresFacts.KEY);
    DatabasesFacts databases = facts.get(DatabasesFacts.KEY);
    Verdict verdict = verdict(postgres, databases, facts);
    Verdict full =
        verdict
            .about(Subject.of(postgres.contact().service()))
            .with("version", postgres.version())
            .with("required", databases.required())
            .with("image", image(facts))
            .seen("seen", postgres.version(), postgres.contact().place());
    return List.of(
        databases.required().isEmpty()
            ? full
            : full.seen("needed", databases.required(), databases.requiredIn()));
  }

  private static Verdict verdict(PostgresFacts postgres, DatabasesFacts databases, Facts facts) {
    if (databases.required().isEmpty()) {
      return Verdict.pass("any");
    }
    Optional<Boolean> admitted =
        VersionRange.of(databases.required()).admits(bare(postgres.version()));
    if (admitted.isEmpty()) {
      return Verdict.unknown("incomparable");
    }
    if (admitted.get()) {
      return Verdict.pass("allowed");
    }
    // what the checkout itself starts is what its people work with
    if (sameRelease(postgres.version(), image(facts)) && isSkipped(facts)) {
      return Verdict.pass("started");
    }
    return isSkipped(facts)
        ? Verdict.fail("not-allowed").at(Severity.WARNING).curedBy("use-the-image")
        : Verdict.fail("refuses").at(Severity.ERROR).curedBy("use-the-image");
  }

  /** The numbers of {@code 15.12} or {@code 16beta1}. */
  private static String bare(String version) {
    int end = 0;
    while (end < version.length() && "0123456789.".indexOf(version.charAt(end)) >= 0) {
      end++;
    }
    return version.substring(0, end);
  }

  private static boolean isSkipped(Facts facts) {
    Optional<SettingsFacts> settings = facts.find(SettingsFacts.KEY);
    if (settings.isEmpty()) {
      return true;
    }
    return settings.get().find(SKIP).isPresent()
        ? settings.get().isOn(SKIP)
        : settings.get().isOn("DEBUG");
  }

  private static String image(Facts facts) {
    Optional<PostgresFacts> postgres = facts.find(PostgresFacts.KEY);
    return facts
        .find(ComposeFacts.KEY)
        .flatMap(all -> postgres.flatMap(one -> all.find(one.contact().service())))
        .map(ComposeFacts.Service::image)
        .orElse("");
  }

  private static boolean sameRelease(String version, String image) {
    String release = version.split("[.]", -1)[0];
    int colon = image.lastIndexOf(':');
    return colon >= 0 && image.substring(colon + 1).matches(release + "([^0-9].*)?");
  }
}
