package com.posthog.doctor.remedies;

import com.posthog.doctor.support.Cures;
import com.posthog.doctor.support.FakeEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine in a virtual machine whose clock has stood still is started anew by its manager. */
class ClockRemediesTest {
  private static final String BEHIND = "7230";

  @TempDir Path temporary;
  @TempDir Path sockets;

  @Test
  @Cures("clock-of-orbstack")
  void orbStackIsRestarted() throws IOException {
    restarted(
        "clock-of-orbstack",
        "\"OperatingSystem\":\"OrbStack\"",
        "",
        List.of("orb", "stop"),
        List.of("orb", "start"));
  }

  @Test
  @Cures("clock-of-docker-desktop")
  void dockerDesktopIsRestarted() throws IOException {
    restarted(
        "clock-of-docker-desktop",
        "\"OperatingSystem\":\"Docker Desktop\"",
        "",
        List.of("docker", "desktop", "restart"));
  }

  @Test
  @Cures("clock-of-rancher-desktop")
  void rancherDesktopIsRestarted() throws IOException {
    restarted(
        "clock-of-rancher-desktop",
        "\"Name\":\"lima-rancher-desktop\"",
        "",
        List.of("rdctl", "shutdown"),
        List.of("rdctl", "start"));
  }

  @Test
  @Cures("clock-of-podman")
  void theMachineOfPodmanIsRestarted() throws IOException {
    restarted(
        "clock-of-podman",
        "\"OperatingSystem\":\"fedora\"",
        "\r\nLibpod-Api-Version: 5.6.0",
        List.of("podman", "machine", "stop"),
        List.of("podman", "machine", "start"));
  }

  /**
   * The last of the programs sets the clock right.
   *
   * @param fields what the engine says of itself
   * @param header a header of all its answers
   */
  @SafeVarargs
  private void restarted(String remedy, String fields, String header, List<String>... programs)
      throws IOException {
    Ward ward = Ward.of("layered", temporary).onMac().allowing("restarts");
    Path behind = Files.writeString(ward.system("behind"), BEHIND);
    Path socket = sockets.resolve("d.sock");
    try (FakeEngine engine =
        FakeEngine.at(
            socket,
            path ->
                FakeEngine.http(
                    "200 OK" + header, path.equals("/info") ? info(fields, behind) : "[]"))) {
      ward.with("DOCKER_HOST", engine.host());
      for (int i = 0; i < programs.length; i++) {
        String effect = i + 1 < programs.length ? ":" : "printf 0 > '" + behind + "'";
        ward.standIn(effect, programs[i].toArray(new String[0]));
      }
      ward.undoing(() -> Files.writeString(behind, BEHIND)).cures("host.clock", remedy, List.of());
    }
  }

  private static String info(String fields, Path behind) {
    try {
      Duration late = Duration.ofSeconds(Long.parseLong(Files.readString(behind)));
      return "{\"ID\":\"X\",\"ServerVersion\":\"28.5.2\",\"Architecture\":\"x86_64\","
          + ("\"MemTotal\":16000000000,\"NCPU\":8,\"SystemTime\":\"" + Instant.now().minus(late))
          + ("\"," + fields + "}");
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }
}
