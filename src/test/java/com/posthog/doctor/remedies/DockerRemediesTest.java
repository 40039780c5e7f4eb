package com.posthog.doctor.remedies;

import com.posthog.doctor.support.Cures;
import com.posthog.doctor.support.FakeEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The remedies of what an engine keeps and of its clock. The engine is a stand-in whose state is in
 * files, which the stand-ins of its programs change, and of which it tells when it is asked.
 */
class DockerRemediesTest {
  private static final long GIB = 1L << 30;

  @TempDir Path temporary;

  /** Outside the ward: nothing in it can be put back. */
  @TempDir Path kept;

  private FakeEngine engine;

  @AfterEach
  void close() {
    engine.close();
  }

  private Ward ward(String risk) throws IOException {
    engine = FakeEngine.at(kept.resolve("docker.sock"), this::answer);
    Ward ward = Ward.of("layered", temporary).allowing(risk);
    return ward.with("DOCKER_HOST", engine.host()).with("DOCKER_CONTEXT", null);
  }

  private String answer(String path) {
    String bare = path.replaceFirst("^/v[0-9.]+", "");
    return switch (bare) {
      case "/info" ->
          FakeEngine.http(
              "200 OK",
              "{\"ID\":\"X\",\"ServerVersion\":\"28.5.2\",\"Name\":\"colima\",\"SystemTime\":\""
                  + Instant.now().minusSeconds(number("slept"))
                  + "\"}");
      case "/system/df" ->
          FakeEngine.http(
              "200 OK",
              "{\"LayersSize\":0,\"Images\":["
                  + image("dangling")
                  + ","
                  + image("tagged")
                  + "],\"BuildCache\":[{\"ID\":\"c\",\"InUse\":false,\"Shared\":false,\"Size\":"
                  + number("cache") * GIB
                  + "}]}");
      default -> FakeEngine.http("200 OK", "[]");
    };
  }

  private String image(String name) {
    return "{\"Id\":\"" + name + "\",\"SharedSize\":0,\"Size\":" + number(name) * GIB + "}";
  }

  /** What the engine has of this; nothing when there is no such file. */
  private long number(String name) {
    try {
      Path file = kept.resolve(name);
      return Files.exists(file) ? Long.parseLong(Files.readString(file).strip()) : 0;
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  private void keep(String name, long number) throws IOException {
    Files.writeString(kept.resolve(name), number + "\n");
  }

  private String drop(String name) {
    return "/usr/bin/rm '" + kept.resolve(name) + "'";
  }

  @Test
  @Cures("clock-of-colima")
  void theMachineOfColimaGetsItsClockSetByARestart() throws IOException {
    keep("slept", 2730); // in the middle of a minute: it is told by the minute
    ward("restarts")
        .standIn(drop("slept"), "colima", "restart")
        .undoing(() -> keep("slept", 2730))
        .cures("host.clock", "clock-of-colima");
  }

  /** A disk on which 30 GiB are free besides what the engine keeps. */
  private Ward full() throws IOException {
    return ward("destructive")
        .on(
            host ->
                host.free(
                    () -> (30 - number("cache") - number("dangling") - number("tagged")) * GIB));
  }

  @Test
  @Cures("prune-build-cache")
  void aFullDiskGetsRoomByTheBuildCache() throws IOException {
    keep("cache", 12);
    keep("dangling", 2);
    full()
        .standIn(drop("cache"), "docker", "builder", "prune", "--force")
        .undoing(() -> keep("cache", 12))
        .cures("host.disk-free", "prune-build-cache");
  }

  @Test
  @Cures("prune-images")
  void aFullDiskGetsRoomByImagesWithoutAName() throws IOException {
    keep("dangling", 12);
    full()
        .standIn(drop("dangling"), "docker", "image", "prune", "--force")
        .undoing(() -> keep("dangling", 12))
        .cures("host.disk-free", "prune-images");
  }

  @Test
  @Cures("prune-unused-images")
  void whatNoContainerUsesIsGivenBack() throws IOException {
    keep("cache", 3);
    keep("tagged", 20);
    ward("destructive")
        .standIn(drop("cache"), "docker", "builder", "prune", "--force")
        .standIn(drop("tagged"), "docker", "image", "prune", "--all", "--force")
        .undoing(
            () -> {
              keep("cache", 3);
              keep("tagged", 20);
            })
        .cures("docker.disk", "prune-unused-images");
  }
}
