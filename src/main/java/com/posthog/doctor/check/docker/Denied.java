package com.posthog.doctor.check.docker;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.facts.DockerFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.GroupFacts;
import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.model.Verdict;

/** What is said of a user whom the engine's socket refuses. */
final class Denied {
  private static final FactKey<GroupFacts> GROUP = GroupFacts.key("docker");

  private Denied() {}

  /** Whether it is so. */
  static boolean is(DockerFacts docker) {
    return docker.outcome().equals("denied");
  }

  /** What has to be known, with the group of Docker where the socket refuses. */
  static Needs needs(Facts soFar) {
    Needs needs = Needs.of(DockerFacts.KEY, HostFacts.KEY);
    return soFar.find(DockerFacts.KEY).filter(Denied::is).isPresent() ? needs.and(GROUP) : needs;
  }

  /** The failure: a member already, who has yet to log in again, or nobody that the group knows. */
  static Verdict verdict(Facts facts) {
    HostFacts host = facts.get(HostFacts.KEY);
    boolean joined = facts.find(GROUP).map(GroupFacts::joined).orElse(false);
    Verdict verdict =
        host.isMac()
            ? Verdict.fail("denied").curedBy("own-socket")
            : joined
                ? Verdict.fail("denied-yet").curedBy("log-in-again")
                : Verdict.fail("denied").curedBy("join-docker-group");
    return verdict.with("user", user(host));
  }

  /** How this user is called in a command. */
  static String user(HostFacts host) {
    return host.user().isEmpty() ? "$USER" : host.user();
  }
}
