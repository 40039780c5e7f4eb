package com.posthog.doctor.check.docker;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.DiskFacts;
import com.posthog.doctor.facts.DiskUsageFacts;
import com.posthog.doctor.facts.DockerFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.model.ByteSize;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Verdict;
import java.util.List;
import java.util.Optional;

/** Judges {@code docker.disk}: room for images, and what could be had back without losing data. */
public final class Disk implements Rule {
  /** The images of the stack take about this much. */
  private static final long ROOM = 15L << 30;

  private static final long MUCH = 20L << 30;

  @Override
  public Needs needs(Facts soFar) {
    Needs needs = Needs.of(DockerFacts.KEY).and(DiskUsageFacts.KEY);
    Optional<DockerFacts> docker = soFar.find(DockerFacts.KEY);
    return docker.isPresent() && isHere(docker.get())
        ? needs.and(DiskUsageFacts.KEY, DiskFacts.key(docker.get().rootDir()))
        : needs;
  }

  /** Whether the engine keeps its data on a file system of this machine. */
  private static boolean isHere(DockerFacts docker) {
    return !docker.virtual() && docker.rootDir().startsWith("/") && !docker.socket().isEmpty();
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    DockerFacts docker = facts.get(DockerFacts.KEY);
    Optional<DiskUsageFacts> usage = facts.find(DiskUsageFacts.KEY);
    Optional<DiskFacts> disk =
        isHere(docker)
            ? facts.find(DiskFacts.key(docker.rootDir())).filter(d -> d.totalBytes() > 0)
            : Optional.empty();
    long back = usage.map(DiskUsageFacts::reclaimableBytes).orElse(0L);
    Verdict verdict;
    if (disk.isPresent() && disk.get().freeBytes() < ROOM) {
      verdict =
          back > 0
              ? Verdict.fail("full").at(Severity.WARNING).curedBy("prune-unused-images")
              : Verdict.fail("full-for-good").at(Severity.WARNING).curedBy("free-some-room");
    } else if (back >= MUCH) {
      verdict = Verdict.fail("much").at(Severity.ADVICE).curedBy("prune-unused-images");
    } else if (usage.isEmpty() && disk.isEmpty()) {
      verdict = Verdict.unknown("unknown");
    } else {
      verdict = Verdict.pass(usage.isPresent() ? "room" : "");
    }
    return List.of(withSizes(verdict, usage, disk).with("back", new ByteSize(back)));
  }

  private static Verdict withSizes(
      Verdict verdict, Optional<DiskUsageFacts> usage, Optional<DiskFacts> disk) {
    Verdict full = verdict;
    if (disk.isPresent()) {
      ByteSize free = new ByteSize(disk.get().freeBytes());
      full = full.with("free", free).with("path", disk.get().path());
      full = full.seen("free", free, disk.get().path());
    }
    if (usage.isPresent()) {
      DiskUsageFacts used = usage.get();
      full =
          full.seen("images", new ByteSize(used.imagesBytes()), "docker system df")
              .seen(
                  "images without a container",
                  new ByteSize(used.imagesUnusedBytes()),
                  "docker system df")
              .seen("build cache", new ByteSize(used.buildCacheBytes()), "docker system df")
              .seen("volumes", new ByteSize(used.volumesBytes()), "docker system df");
    }
    return full;
  }
}
