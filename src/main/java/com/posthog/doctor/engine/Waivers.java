package com.posthog.doctor.engine;

import com.posthog.doctor.model.Evidence;
import com.posthog.doctor.model.Finding;
import com.posthog.doctor.model.Status;
import com.posthog.doctor.model.Waiver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What its readers allow to fail. A waived failure blocks nothing, and is always shown. */
public final class Waivers {
  /** Nothing is allowed to fail. */
  public static final Waivers NONE = new Waivers(List.of(), Instant.EPOCH);

  private final List<Waiver> all;
  private final Instant now;

  /** These waivers, as they hold at this time. */
  public Waivers(List<Waiver> all, Instant now) {
    this.all = List.copyOf(all);
    this.now = now;
  }

  List<Finding> apply(List<Finding> findings) {
    if (all.isEmpty()) {
      return findings;
    }
    List<Finding> allowed = new ArrayList<>();
    for (Finding finding : findings) {
      allowed.add(apply(finding));
    }
    return allowed;
  }

  private Finding apply(Finding finding) {
    if (finding.status() != Status.FAIL) {
      return finding;
    }
    Finding seen = finding;
    for (Waiver waiver : all) {
      if (waiver.covers(finding)) {
        seen = seen.seen(new Evidence("waived", waiver.describe(now), waiver.source()));
        if (!waiver.isExpired(now)) {
          return seen.waived();
        }
      }
    }
    return seen;
  }
}
