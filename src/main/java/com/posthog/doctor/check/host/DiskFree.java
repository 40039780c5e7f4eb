package com.posthog.doctor.check.host;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.DiskFacts;
import com.posthog.doctor.facts.DiskUsageFacts;
import com.posthog.doctor.facts.DockerFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.model.ByteSize;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges {@code host.disk-free}: the room where the checkout lies and where Docker keeps its data,
 * once where both are one file system. The disk of an engine's own machine is a file in the home
 * folder.
 */
public final class DiskFree implements Rule {
  private static final long LEAST = 5L << 30;
  private static final long ENOUGH = 20L << 30;
  private static final String USUAL_DATA = "/var/lib/docker";

  @Override
  public Needs needs(Facts soFar) {
    Needs needs = Needs.of(HostFacts.KEY, DiskFacts.ofCheckout()).and(DockerFacts.KEY);
    Optional<FactKey<DiskFacts>> docker = dockerDisk(soFar);
    if (docker.isPresent()) {
      needs = needs.and(docker.get());
    }
    // how much Docker could give back takes the engine seconds to count
    return places(soFar).stream().anyMatch(place -> place.disk().freeBytes() < ENOUGH)
        ? needs.and(DiskUsageFacts.KEY)
        : needs;
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    List<Verdict> verdicts = new ArrayList<>();
    for (Place place : places(facts)) {
      verdicts.add(judge(place, facts));
    }
    return verdicts;
  }

  private record Place(Subject subject, DiskFacts disk) {}

  private static List<Place> places(Facts facts) {
    List<Place> places = new ArrayList<>();
    Optional<DiskFacts> checkout = facts.find(DiskFacts.ofCheckout());
    Optional<DiskFacts> docker = dockerDisk(facts).flatMap(facts::find);
    if (checkout.isPresent() && docker.isPresent() && checkout.get().sameAs(docker.get())) {
      return List.of(new Place(new Subject("checkout and Docker's data", ""), checkout.get()));
    }
    checkout.ifPresent(disk -> places.add(new Place(new Subject("checkout", ""), disk)));
    docker.ifPresent(disk -> places.add(new Place(new Subject("Docker's data", ""), disk)));
    return places;
  }

  private static Optional<FactKey<DiskFacts>> dockerDisk(Facts facts) {
    Optional<DockerFacts> docker = facts.find(DockerFacts.KEY);
    Optional<HostFacts> host = facts.find(HostFacts.KEY);
    if (host.isEmpty() || !facts.knows(DockerFacts.KEY)) {
      return Optional.empty();
    }
    boolean virtual = docker.map(DockerFacts::virtual).orElse(false) || host.get().isMac();
    if (virtual) {
      return Optional.of(host.get().home())
          .filter(home -> !home.isEmpty() && !host.get().wsl())
          .map(DiskFacts::key);
    }
    // an engine that is down, perhaps for want of room, cannot tell its folder
    String folder =
        docker.map(DockerFacts::rootDir).filter(path -> path.startsWith("/")).orElse(USUAL_DATA);
    return Optional.of(DiskFacts.key(folder));
  }

  private static Verdict judge(Place place, Facts facts) {
    DiskFacts disk = place.disk();
    boolean enough = disk.freeBytes() >= ENOUGH;
    Verdict verdict =
        enough
            ? Verdict.pass("enough")
            : Verdict.fail("scarce")
                .at(disk.freeBytes() < LEAST ? Severity.ERROR : Severity.WARNING);
    ByteSize free = new ByteSize(disk.freeBytes());
    verdict =
        verdict
            .about(place.subject())
            .with("place", place.subject().text())
            .with("free", free)
            .with("path", disk.path())
            .seen("seen", free + " free of " + new ByteSize(disk.totalBytes()), disk.path());
    return enough ? verdict : withReclaimable(verdict, facts);
  }

  private static Verdict withReclaimable(Verdict verdict, Facts facts) {
    Verdict needed = verdict.seen("needed", "20 GiB", "built in: the checkout does not say");
    Optional<DiskUsageFacts> usage = facts.find(DiskUsageFacts.KEY);
    if (usage.isEmpty() || usage.get().reclaimableBytes() <= 0) {
      return needed
          .with("cache", "an unknown amount")
          .with("images", "an unknown amount")
          .curedBy("what-takes-room");
    }
    ByteSize cache = new ByteSize(usage.get().buildCacheUnusedBytes());
    ByteSize images = new ByteSize(usage.get().imagesUnusedBytes());
    return needed
        .with("cache", cache)
        .with("images", images)
        .seen("unused build cache", cache, "docker system df")
        .seen("unused images", images, "docker system df")
        .curedBy(remedies(usage.get()));
  }

  /** What there is nothing of cannot be given back. */
  private static String[] remedies(DiskUsageFacts usage) {
    List<String> ids = new ArrayList<>();
    if (usage.buildCacheUnusedBytes() > 0) {
      ids.add("prune-build-cache");
    }
    if (usage.imagesUnusedBytes() > 0) {
      ids.add("prune-images");
    }
    ids.add("what-takes-room");
    return ids.toArray(new String[0]);
  }
}
