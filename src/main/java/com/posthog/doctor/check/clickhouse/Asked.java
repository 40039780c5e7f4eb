package com.posthog.doctor.check.clickhouse;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.facts.ClickHouseFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** What the checks have in common that ask more of ClickHouse than to be let in. */
final class Asked {
  /** The server itself, for consequences to find their cause. */
  static final Subject SERVER = new Subject("ClickHouse", "clickhouse");

  private static final CheckId VERSION = new CheckId("clickhouse.version");

  private Asked() {}

  static Needs needs() {
    return Needs.of(ClickHouseFacts.KEY);
  }

  /** An older server than the checkout's answers all the same. */
  static boolean despite(CheckId prerequisite) {
    return prerequisite.equals(VERSION);
  }

  /** Whether the server answers no query of a driver of today. */
  static boolean silenced(Facts facts) {
    return !facts.get(ClickHouseFacts.KEY).contact().ready()
        && facts.get(ClickHouseFacts.KEY).version().tooOld();
  }

  static List<Verdict> blocked() {
    return List.of(Verdict.blocked());
  }

  /** {@code a, b, c and 4 more}. */
  static String some(List<String> names) {
    int shown = Math.min(3, names.size());
    String text = String.join(", ", names.subList(0, shown));
    return names.size() > shown ? text + " and " + (names.size() - shown) + " more" : text;
  }
}
