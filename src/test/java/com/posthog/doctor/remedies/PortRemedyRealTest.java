package com.posthog.doctor.remedies;

import com.posthog.doctor.support.Cures;
import com.posthog.doctor.support.PostgresServer;
import com.posthog.doctor.support.RedisServer;
import com.posthog.doctor.support.ServerProcess;
import com.posthog.doctor.support.ServiceCheckout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real server holds a port that PostHog needs, and is stopped by what manages it. The manager is
 * a stand-in that ends the server, whose port is then free for real.
 */
@Tag("real")
class PortRemedyRealTest {
  @TempDir Path temporary;

  @TempDir Path elsewhere;

  private final int port = ServerProcess.freePort();

  private ServiceCheckout checkout() throws IOException {
    return ServiceCheckout.of(temporary, "svcports" + ProcessHandle.current().pid());
  }

  /** The lines of a shell that end a process and see it gone. */
  private static String ends(long pid) {
    return "kill " + pid + "\nwhile kill -0 " + pid + " 2>/dev/null; do sleep 0.05; done";
  }

  /**
   * A Redis that is managed by a program.
   *
   * @param undo the arguments that undo runs, blanks between them; empty when there are none
   * @param argv the arguments that stop it
   */
  private void redis(String name, String remedy, String undo, String... argv) throws IOException {
    Path program = elsewhere.resolve(name);
    Files.createDirectories(program.getParent());
    Files.createSymbolicLink(program, Path.of("/usr/bin/redis-server"));
    Ward ward = Ward.at(checkout().redis(port).folder(), temporary).allowing("restarts");
    RedisServer[] again = new RedisServer[1];
    try (RedisServer server = RedisServer.start(program, elsewhere, port)) {
      ward.standIn(ends(server.pid()), argv);
      if (!undo.isEmpty()) {
        ward.undoneBy(":", undo.split(" ", -1)); // what it starts is started right behind it
      }
      ward.undoing(() -> again[0] = RedisServer.start(program, elsewhere, port))
          .cures("ports.free", remedy);
    } finally {
      if (again[0] != null) {
        again[0].close();
      }
    }
  }

  @Test
  @Cures("stop-brew-service")
  void aServiceOfHomebrewIsStopped() throws IOException {
    redis(
        "linuxbrew/.linuxbrew/opt/redis/bin/redis-server",
        "stop-brew-service",
        "brew services start redis",
        "brew",
        "services",
        "stop",
        "redis");
  }

  @Test
  @Cures("restart-colima")
  void aPortThatColimaStillForwardsIsFreeAfterItsRestart() throws IOException {
    redis("lima/bin/limactl", "restart-colima", "", "colima", "restart");
  }

  @Test
  @Cures({"stop-service", "stop-systemd-service"})
  void aServiceOfTheSystemIsStopped() throws IOException {
    Path none = elsewhere.resolve("none");
    Path there = Files.createDirectories(elsewhere.resolve("there"));
    ServiceCheckout checkout = checkout().postgres(port);
    try (PostgresServer server = PostgresServer.startOn(port)) {
      Ward ward = Ward.at(checkout.folder(), temporary).allowing("privileged").sudo();
      ward.on(host -> host.place("/run/systemd/system", none));
      String undo = "service postgresql start";
      stopped(ward, server, "stop-service", undo, "service", "postgresql", "stop");
      ward.on(host -> host.place("/run/systemd/system", there));
      undo = "systemctl start postgresql";
      stopped(
          ward.afresh(), server, "stop-systemd-service", undo, "systemctl", "stop", "postgresql");
    }
  }

  private static void stopped(
      Ward ward, PostgresServer server, String remedy, String undo, String... argv)
      throws IOException {
    ward.standIn(ends(server.pid()), argv)
        .undoneBy(":", undo.split(" ", -1))
        .undoing(server::up)
        .cures("ports.free", List.of(remedy), List.of());
  }
}
