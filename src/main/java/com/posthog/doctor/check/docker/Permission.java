package com.posthog.doctor.check.docker;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.DockerFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.model.Verdict;
import java.util.List;
import java.util.Set;

/** Judges {@code docker.permission}: whether this user may use the engine's socket. */
public final class Permission implements Rule {
  /** Where the connection was not even tried, so that nothing is known of permissions. */
  private static final Set<String> NOT_TRIED =
      Set.of("absent", "no-context", "malformed", "untold");

  @Override
  public Needs needs(Facts soFar) {
    return Denied.needs(soFar);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    DockerFacts docker = facts.get(DockerFacts.KEY);
    HostFacts host = facts.get(HostFacts.KEY);
    Verdict verdict;
    if (Denied.is(docker)) {
      verdict = Denied.verdict(facts);
    } else if (docker.socket().isEmpty() || NOT_TRIED.contains(docker.outcome())) {
      verdict = Verdict.skipped("no-socket");
    } else {
      verdict = Verdict.pass("allowed");
    }
    return List.of(
        verdict
            .with("user", Denied.user(host))
            .with("endpoint", docker.endpoint())
            .seen("socket", docker.endpoint(), docker.origin()));
  }
}
