package com.posthog.doctor.check.host;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.EnvironmentFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges {@code host.browser}: whether a browser can open what listens on localhost here. */
public final class Browser implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(HostFacts.KEY, EnvironmentFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    HostFacts host = facts.get(HostFacts.KEY);
    EnvironmentFacts environment = facts.get(EnvironmentFacts.KEY);
    if (!host.hosted().isEmpty()) {
      return List.of(Verdict.pass("forwarded").with("place", host.hosted()));
    }
    if (environment.shown("TERM_PROGRAM").equals("vscode")) {
      return List.of(Verdict.pass("forwarded").with("place", "Visual Studio Code"));
    }
    boolean remote = !environment.shown("SSH_CONNECTION").isEmpty();
    if ((host.isMac() || host.wsl()) && !remote) {
      return List.of(Verdict.pass());
    }
    for (String display : List.of("WAYLAND_DISPLAY", "DISPLAY")) {
      if (!environment.shown(display).isEmpty()) {
        return List.of(
            Verdict.pass().seen(display, environment.shown(display), "shell environment"));
      }
    }
    return List.of(
        Verdict.fail(remote ? "remote" : "headless")
            .with("user", host.user().isEmpty() ? "you" : host.user())
            .with("address", address(environment))
            .seen("seen", "neither DISPLAY nor WAYLAND_DISPLAY is set", "shell environment"));
  }

  /** The address that the reader's own machine reached this one by: the third word of four. */
  private static String address(EnvironmentFacts environment) {
    String[] words = environment.shown("SSH_CONNECTION").split(" ", -1);
    return words.length == 4 ? words[2] : "this-machine";
  }
}
