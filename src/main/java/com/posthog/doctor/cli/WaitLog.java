package com.posthog.doctor.cli;

import com.posthog.doctor.engine.Vigil;
import com.posthog.doctor.model.Finding;
import com.posthog.doctor.model.Outlook;
import com.posthog.doctor.model.Span;
import com.posthog.doctor.model.Status;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What {@code check --wait} says on stderr: what it waits for, and then only what changes. */
final class WaitLog implements Vigil.Watcher {
  private final PrintStream err;
  private final Duration patience;
  private final long start = System.nanoTime();

  WaitLog(PrintStream err, Duration patience) {
    this.err = err;
    this.patience = patience;
  }

  @Override
  public void waits(List<Finding> some) {
    Set<String> names = new LinkedHashSet<>();
    some.stream()
        .filter(one -> one.status() != Status.BLOCKED)
        .forEach(one -> names.add(name(one)));
    if (!some.isEmpty()) {
      say("waiting up to " + Span.text(patience) + " for " + String.join(", ", names));
    }
  }

  @Override
  public void changed(Finding now) {
    say(word(now) + "  " + name(now) + ": " + now.message());
  }

  @Override
  public void hopeless(Finding settled) {
    say("not waiting any longer: " + name(settled) + " does not get better by itself");
  }

  /** Says how it has ended, when that is not said yet. */
  void ended(Vigil.Outcome outcome) {
    switch (outcome.end()) {
      case WELL -> say("nothing is left to wait for");
      case OVER -> {
        Set<String> left = new LinkedHashSet<>();
        outcome.coming().forEach(one -> left.add(name(one)));
        String still = left.isEmpty() ? "" : "; still on its way: " + String.join(", ", left);
        say("waited long enough" + still);
      }
      default -> {}
    }
  }

  private static String word(Finding finding) {
    return finding.outlook() == Outlook.COMING ? "soon" : finding.status().word();
  }

  private static String name(Finding finding) {
    String id = finding.card().id().value();
    return finding.subject() == null ? id : id + " (" + finding.subject().text() + ")";
  }

  private void say(String text) {
    Duration since = Duration.ofSeconds(Duration.ofNanos(System.nanoTime() - start).toSeconds());
    err.println("[" + Span.text(since).replace("0 ms", "0 s") + "] " + text);
    err.flush();
  }
}
