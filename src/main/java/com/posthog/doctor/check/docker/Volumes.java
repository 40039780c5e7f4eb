package com.posthog.doctor.check.docker;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.ContainersFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.VolumesFacts;
import com.posthog.doctor.facts.VolumesFacts.Volume;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Judges {@code docker.volumes}: the data belongs to the servers that are to use it. */
public final class Volumes implements Rule {
  private static final Pattern POSTGRES = Pattern.compile("(?:^|/)postgres:([0-9]+)");

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(ComposeFacts.KEY, VolumesFacts.KEY).and(ContainersFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    ComposeFacts compose = facts.get(ComposeFacts.KEY);
    VolumesFacts volumes = facts.get(VolumesFacts.KEY);
    List<Verdict> verdicts = new ArrayList<>(versions(compose, volumes));
    Set<String> mounted = new HashSet<>();
    facts
        .find(ContainersFacts.KEY)
        .ifPresent(all -> all.containers().forEach(c -> mounted.addAll(c.volumes())));
    if (facts.find(ContainersFacts.KEY).isPresent()) {
      verdicts.addAll(orphans(compose, volumes, mounted));
    }
    return verdicts.isEmpty()
        ? List.of(Verdict.pass().seen("named volumes", names(compose, volumes), "docker volume ls"))
        : verdicts;
  }

  private static String names(ComposeFacts compose, VolumesFacts volumes) {
    List<String> own =
        volumes.volumes().stream()
            .filter(v -> v.project().equals(compose.project()) && !v.anonymous())
            .map(Volume::name)
            .sorted()
            .toList();
    return own.isEmpty() ? "none yet" : String.join(", ", own);
  }

  /** Volumes that Postgres of one version made and another version is to open. */
  private static List<Verdict> versions(ComposeFacts compose, VolumesFacts volumes) {
    List<Verdict> verdicts = new ArrayList<>();
    for (ComposeFacts.Service service : compose.active()) {
      Matcher image = POSTGRES.matcher(service.image());
      if (!image.find()) {
        continue;
      }
      for (String name : service.volumes()) {
        Optional<Volume> volume = volumes.find(compose.project() + "_" + name);
        String seen = volume.map(Volume::postgresVersion).orElse("");
        if (!seen.isEmpty() && !seen.equals(image.group(1))) {
          verdicts.add(
              Verdict.fail("other-version")
                  .about(new Subject(volume.get().name(), service.name()))
                  .with("volume", volume.get().name())
                  .with("version", seen)
                  .with("image", service.image())
                  .seen("seen", "Postgres " + seen, volume.get().path() + "/PG_VERSION")
                  .seen("needed", service.image(), service.source())
                  .curedBy("upgrade-postgres-volume"));
        }
      }
    }
    return verdicts;
  }

  /** Volumes of this project that no container uses and the compose files no longer name. */
  private static List<Verdict> orphans(
      ComposeFacts compose, VolumesFacts volumes, Set<String> mounted) {
    List<Verdict> verdicts = new ArrayList<>();
    int anonymous = 0;
    for (Volume one : volumes.volumes()) {
      if (mounted.contains(one.name()) || !one.project().equals(compose.project())) {
        continue;
      }
      if (one.anonymous()) {
        anonymous++;
      } else if (!compose.volumes().contains(one.label())) {
        verdicts.add(
            Verdict.fail("orphaned")
                .at(Severity.ADVICE)
                .about(Subject.of(one.name()))
                .with("volume", one.name())
                .seen("made", one.created(), "docker volume inspect " + one.name())
                .curedBy("look-into-volume"));
      }
    }
    if (anonymous > 0) {
      verdicts.add(
          Verdict.fail("anonymous")
              .at(Severity.ADVICE)
              .with("count", anonymous)
              .seen("seen", anonymous, "docker volume ls --filter dangling=true")
              .curedBy("migrate-anonymous-volumes"));
    }
    return verdicts;
  }
}
