package com.posthog.doctor.probe.tool;

import com.posthog.doctor.facts.ToolFacts.Rejected;
import com.posthog.doctor.facts.ToolboxFacts;
import com.posthog.doctor.facts.ToolboxFacts.Place;
import com.posthog.doctor.host.Answer;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.tool.ToolProbe.Sighting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks Docker for its compose plugin, which is no program of its own. */
final class ComposeSearch {
  private static final Pattern VERSION = Pattern.compile("(?m)^v?([0-9]+(?:\\.[0-9]+)+\\S*)\\s*$");
  private static final Duration LIMIT = Duration.ofMillis(2150);

  private ComposeSearch() {}

  static Sighting look(Host host, ToolboxFacts toolbox, Deadline deadline) {
    Candidates dockers = new Candidates(host, true);
    Candidates old = new Candidates(host, true);
    for (Place place : toolbox.places()) {
      dockers.look(place, List.of("docker"));
      old.look(place, List.of("docker-compose"));
    }
    List<Rejected> rejected = new ArrayList<>();
    for (Candidates.Candidate candidate : old.found()) {
      rejected.add(
          new Rejected(
              candidate.path().toString(),
              "a program of its own; `docker compose` is what is used"));
    }
    if (dockers.found().isEmpty()) {
      return Sighting.NONE.with(List.of(), rejected);
    }
    Path docker = dockers.found().get(0).path();
    Duration left = deadline.remaining();
    Answer answer =
        host.ask(
            List.of(docker.toString(), "compose", "version", "--short"),
            Deadline.in(left.compareTo(LIMIT) < 0 ? left : LIMIT));
    return seen(docker, answer).with(List.of(), rejected);
  }

  private static Sighting seen(Path docker, Answer answer) {
    Matcher version = VERSION.matcher(answer.out());
    String how = "docker compose version --short";
    if (answer.succeeded() && version.find()) {
      return sighting(docker, version.group(1), how, "", false);
    }
    if (answer.outcome() == Answer.Outcome.TOO_SLOW) {
      return sighting(docker, "", how, "did not answer within 2 s", false);
    }
    if (answer.succeeded() || answer.outcome() == Answer.Outcome.TOO_MUCH) {
      return sighting(docker, "", how, "prints no version of compose", false);
    }
    return Sighting.NONE;
  }

  private static Sighting sighting(
      Path docker, String version, String how, String problem, boolean broken) {
    return new Sighting(
        docker + " compose",
        "the plugin of Docker",
        false,
        version,
        how,
        problem,
        broken,
        List.of(),
        List.of());
  }
}
