package com.posthog.doctor.check.clickhouse;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.facts.ClickHouseFacts;
import com.posthog.doctor.facts.ClickHouseFacts.ServerError;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges {@code clickhouse.errors}: whether the server ran into something of late that does not
 * pass by itself. Most errors of a server are those of the queries it was sent, and count for
 * nothing here.
 */
public final class Errors implements Inquiry {
  private static final long RECENT_SECONDS = 600;

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(ClickHouseFacts.KEY, ComposeFacts.KEY);
  }

  @Override
  public List<Verdict> answered(Facts facts) {
    List<Verdict> verdicts = new ArrayList<>();
    for (ServerError error : facts.get(ClickHouseFacts.KEY).errors()) {
      String message = message(error);
      if (!message.isEmpty() && error.secondsAgo() < RECENT_SECONDS) {
        verdicts.add(
            Verdict.fail(message)
                .about(new Subject(error.name(), "clickhouse"))
                .with("error", error.name())
                .with("count", error.count())
                .with("times", error.count() == 1 ? "once" : error.count() + " times")
                .with("minutes", 1 + error.secondsAgo() / 60)
                .with("project", facts.get(ComposeFacts.KEY).project())
                .curedBy(cure(message))
                .seen("seen", error.said(), "system.errors")
                .seen("last", error.secondsAgo() + " s ago", "system.errors"));
      }
    }
    return verdicts.isEmpty() ? List.of(Verdict.pass("quiet").about(Asked.SERVER)) : verdicts;
  }

  /** What an error means that does not pass by itself; empty for all others. */
  private static String message(ServerError error) {
    return switch (error.code()) {
      case 173, 241 -> "memory";
      case 243 -> "space";
      case 74, 75 -> error.said().contains("No space left") ? "space" : "";
      case 40, 246, 228 -> "damaged";
      case 253 -> "replica-exists";
      default -> "";
    };
  }

  private static String cure(String message) {
    return switch (message) {
      case "memory" -> "more-memory-for-clickhouse";
      case "space" -> "free-space-for-clickhouse";
      default -> "look-at-clickhouse-volumes";
    };
  }
}
