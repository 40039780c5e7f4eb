package com.posthog.doctor.check.docker;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.DockerFacts;
import com.posthog.doctor.facts.DockerFacts.Attempt;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.model.Verdict;
import java.util.List;
import java.util.Map;

/**
 * Judges {@code docker.reachable}: whether the engine that the docker command would use answers.
 */
public final class Reachable implements Rule {
  /** The contexts that engines make for themselves, by what people call the engine. */
  private static final Map<String, String> CONTEXTS =
      Map.of(
          "OrbStack", "orbstack",
          "Docker Desktop", "desktop-linux",
          "Colima", "colima",
          "Rancher Desktop", "rancher-desktop",
          "Docker", "default");

  @Override
  public Needs needs(Facts soFar) {
    return Denied.needs(soFar);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    DockerFacts docker = facts.get(DockerFacts.KEY);
    Verdict verdict =
        Denied.is(docker) ? Denied.verdict(facts) : verdict(docker, facts.get(HostFacts.KEY));
    return List.of(withAttempts(verdict, docker));
  }

  private static Verdict verdict(DockerFacts docker, HostFacts host) {
    if (docker.reachable()) {
      return Verdict.pass("answers").with("version", docker.serverVersion());
    }
    switch (docker.outcome()) {
      case "silent", "untold":
        return Verdict.unknown(docker.outcome());
      default:
        break;
    }
    if (docker.outcome().equals("no-context")) {
      return Verdict.fail("no-context").curedBy("use-default-context");
    }
    if (docker.outcome().equals("malformed")) {
      return Verdict.fail("malformed").curedBy("unset-docker-host");
    }
    if (docker.elsewhere().isPresent()) {
      Attempt other = docker.elsewhere().get();
      String wanted = CONTEXTS.getOrDefault(other.origin(), "");
      return Verdict.fail("elsewhere")
          .with("other", other.origin())
          .with("other-endpoint", other.endpoint())
          .with("wanted", wanted)
          .curedBy(elsewhere(docker, wanted));
    }
    return Verdict.fail(docker.outcome()).curedBy(start(docker, host));
  }

  /** The remedies that lead to the engine that answers; a variable is stronger than a context. */
  private static String[] elsewhere(DockerFacts docker, String wanted) {
    if (docker.origin().equals("DOCKER_HOST")) {
      return new String[] {"unset-docker-host"};
    }
    String byHand =
        docker.context().equals("default") ? "point-to-other-engine" : "use-other-context";
    return wanted.isEmpty() || docker.origin().equals("DOCKER_CONTEXT")
        ? new String[] {byHand}
        : new String[] {"use-context", byHand};
  }

  /** The remedy that starts the engine that should answer. */
  private static String start(DockerFacts docker, HostFacts host) {
    if (docker.socket().isEmpty()) {
      return "start-remote-engine";
    }
    switch (docker.engine()) {
      case "orbstack":
        return "start-orbstack";
      case "docker-desktop":
        return host.isMac()
            ? "start-docker-desktop"
            : host.wsl() ? "start-docker-desktop-on-windows" : "start-docker-desktop-on-linux";
      case "colima":
        return "start-colima";
      case "rancher-desktop":
        return "start-rancher-desktop";
      case "podman":
        return host.isMac() ? "start-podman-machine" : "start-podman-socket";
      case "rootless":
        return "start-rootless-docker";
      case "snap":
        return "start-docker-snap";
      case "docker":
        return host.systemd() ? "start-docker-systemd" : "start-docker-service";
      default:
        return host.isMac() ? "install-orbstack" : "install-docker-engine";
    }
  }

  private static Verdict withAttempts(Verdict verdict, DockerFacts docker) {
    Verdict full =
        verdict
            .with("engine", docker.engineName())
            .with("endpoint", docker.endpoint())
            .with("origin", docker.origin())
            .with("context", docker.context())
            .with("detail", docker.attempts().isEmpty() ? "" : docker.attempts().get(0).detail());
    for (Attempt attempt : docker.attempts()) {
      String seen = attempt.answers() ? "answers" : attempt.detail();
      full =
          full.seen(
              attempt.endpoint().isEmpty() ? "context " + docker.context() : attempt.endpoint(),
              seen,
              attempt.origin());
    }
    return full;
  }
}
