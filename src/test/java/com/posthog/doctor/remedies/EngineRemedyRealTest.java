package com.posthog.doctor.remedies;

import com.posthog.doctor.support.Cures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An engine that does not answer where it should is started by what manages it. The manager is a
 * stand-in that puts the socket of this machine's engine there: what answers then is a real one.
 */
@Tag("real")
class EngineRemedyRealTest {
  private static final String REAL = "/var/run/docker.sock";

  @TempDir Path temporary;

  /** A machine where the engine of this one cannot be found by its usual place. */
  private Ward ward() throws IOException {
    Ward ward = Ward.of("layered", temporary);
    Path none = ward.system("none");
    return ward.with("DOCKER_CONTEXT", null)
        .on(
            host ->
                host.place(REAL, none)
                    .place("/usr/bin/dockerd", none)
                    .place("/usr/sbin/dockerd", none)
                    .place("/usr/local/bin/dockerd", none)
                    .place("/run/systemd/system", none));
  }

  /**
   * It is started, and stopped again by undo.
   *
   * @param undo the arguments that stop it, blanks between them
   * @param argv the arguments that start it
   */
  private void started(Ward ward, String remedy, Path socket, String undo, String... argv)
      throws IOException {
    Files.createDirectories(socket.getParent());
    ward.with("DOCKER_HOST", "unix://" + socket)
        .standIn("/bin/ln -s '" + REAL + "' '" + socket + "'", argv)
        .undoneBy("/bin/rm '" + socket + "'", undo.split(" ", -1))
        .cures("docker.reachable", remedy);
  }

  @Test
  @Cures("start-colima")
  void colimaIsStarted() throws IOException {
    Ward ward = ward();
    Path socket = ward.machine().home(".colima/default/docker.sock");
    started(ward, "start-colima", socket, "colima stop", "colima", "start");
  }

  @Test
  @Cures("start-rancher-desktop")
  void rancherDesktopIsStarted() throws IOException {
    Ward ward = ward();
    Path socket = ward.machine().home(".rd/docker.sock");
    started(ward, "start-rancher-desktop", socket, "rdctl shutdown", "rdctl", "start");
  }

  @Test
  @Cures("start-docker-desktop-on-linux")
  void dockerDesktopOnLinuxIsStarted() throws IOException {
    Ward ward = ward();
    Path socket = ward.machine().home(".docker/desktop/docker.sock");
    started(
        ward,
        "start-docker-desktop-on-linux",
        socket,
        "systemctl --user stop docker-desktop",
        "systemctl",
        "--user",
        "start",
        "docker-desktop");
  }

  @Test
  @Cures("start-podman-socket")
  void theSocketOfPodmanIsStarted() throws IOException {
    Ward ward = ward();
    Path socket = ward.machine().home("podman/podman.sock");
    started(
        ward,
        "start-podman-socket",
        socket,
        "systemctl --user stop podman.socket podman.service",
        "systemctl",
        "--user",
        "start",
        "podman.socket");
  }

  @Test
  @Cures("start-rootless-docker")
  void rootlessDockerIsStarted() throws IOException {
    Path folder = Path.of("/run/user/doctor" + ProcessHandle.current().pid());
    Path socket = folder.resolve("docker.sock");
    try {
      String[] argv = {"systemctl", "--user", "start", "docker"};
      Files.createDirectories(folder);
      ward()
          .with("DOCKER_HOST", "unix://" + socket)
          .standIn("/bin/ln -s '" + REAL + "' '" + socket + "'", argv)
          .undoneBy("/bin/rm '" + socket + "'", "systemctl", "--user", "stop", "docker")
          .cures("docker.reachable", "start-rootless-docker");
    } finally {
      Files.deleteIfExists(socket);
      Files.delete(folder);
    }
  }

  @Test
  @Cures({"start-orbstack", "start-docker-desktop", "start-podman-machine"})
  void theEngineOfAMacIsStarted() throws IOException {
    Ward ward = ward().onMac();
    Path orbstack = ward.machine().home(".orbstack/run/docker.sock");
    quitting(ward, "OrbStack", orbstack).cures("docker.reachable", "start-orbstack");
    Path desktop = ward.machine().home(".docker/run/docker.sock");
    quitting(ward.afresh(), "Docker", desktop).cures("docker.reachable", "start-docker-desktop");
    Path podman = ward.machine().home("podman/docker.sock");
    started(
        ward.afresh(),
        "start-podman-machine",
        podman,
        "podman machine stop",
        "podman",
        "machine",
        "start");
  }

  /** An application of a Mac is opened, and told to quit. */
  private static Ward quitting(Ward ward, String application, Path socket) throws IOException {
    Files.createDirectories(socket.getParent());
    return ward.with("DOCKER_HOST", "unix://" + socket)
        .standIn("/bin/ln -s '" + REAL + "' '" + socket + "'", "open", "-a", application)
        .undoneBy(
            "/bin/rm '" + socket + "'", "osascript", "-e", "quit app \"" + application + "\"");
  }

  @Test
  @Cures("start-docker-systemd")
  void theEngineOfTheSystemIsStartedBySystemd() throws IOException {
    Ward ward = ward().allowing("privileged").sudo();
    Path there = Files.createDirectories(ward.system("there"));
    ward.on(host -> host.place("/usr/bin/dockerd", there).place("/run/systemd/system", there));
    Path socket = ward.system("docker.sock");
    started(
        ward,
        "start-docker-systemd",
        socket,
        "systemctl stop docker.socket docker",
        "systemctl",
        "start",
        "docker");
  }

  @Test
  @Cures("start-docker-service")
  void theEngineOfTheSystemIsStartedAsAService() throws IOException {
    Ward ward = ward().allowing("privileged").sudo();
    Path there = Files.createDirectories(ward.system("there"));
    ward.on(host -> host.place("/usr/bin/dockerd", there));
    Path socket = ward.system("docker.sock");
    started(
        ward, "start-docker-service", socket, "service docker stop", "service", "docker", "start");
  }

  @Test
  @Cures("start-docker-snap")
  void theEngineOfASnapIsStarted() throws IOException {
    Ward ward = ward().allowing("privileged").sudo();
    Path there = Files.createDirectories(ward.system("there"));
    ward.on(host -> host.place("/snap/bin/docker", there));
    Path socket = ward.system("docker.sock");
    started(ward, "start-docker-snap", socket, "snap stop docker", "snap", "start", "docker");
  }
}
