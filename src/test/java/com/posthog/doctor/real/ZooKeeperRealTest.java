package com.posthog.doctor.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.support.BadServer;
import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.TestCheckout;
import com.posthog.doctor.support.ZooKeeperServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** ZooKeeper 3.8.4 for real, and servers that are none. */
@Tag("real")
class ZooKeeperRealTest {
  private static final String CHECK = "zookeeper.answers";

  @TempDir Path temporary;

  private TestCheckout checkout;

  @BeforeEach
  void makeCheckout() {
    checkout = TestCheckout.of("layered", temporary);
  }

  /** The checkout as if its ZooKeeper were published on this port. */
  private Doctor doctor(int port) {
    return Doctor.in(checkout.publish(2181, port).folder());
  }

  private static void expect(Doctor.Run run, String status, String part) {
    assertEquals(status, run.status(CHECK), () -> run.out() + run.err());
    assertTrue(run.messages(CHECK, status).contains(part), () -> run.messages(CHECK, status));
  }

  @Test
  void aServerGivesASessionAndSaysItsVersion() throws IOException {
    try (ZooKeeperServer server = ZooKeeperServer.start(temporary)) {
      expect(
          doctor(server.port()).check(CHECK),
          "pass",
          "ZooKeeper 3.8.4 gives a session at 127.0.0.1:");
      server.stop();
      assertEquals("blocked", doctor(server.port()).check(CHECK).status(CHECK));
      server.start();
      expect(doctor(server.port()).check(CHECK), "pass", "standalone");
    }
  }

  @Test
  void aServerThatIsStoppedInTheMiddleSaysNothing() throws IOException {
    try (ZooKeeperServer server = ZooKeeperServer.start(temporary)) {
      server.pause();
      Doctor doctor = doctor(server.port());
      expect(
          doctor.check(CHECK, "--probe-limit", "2s", "--deadline", "20s"),
          "fail",
          "takes connections and says nothing");
      server.resume();
      expect(doctor.check(CHECK), "pass", "ZooKeeper 3.8.4");
    }
  }

  @ParameterizedTest
  @EnumSource(BadServer.Kind.class)
  void whatIsNoZooKeeperIsToldInASentence(BadServer.Kind kind) throws IOException {
    try (BadServer server = BadServer.of(kind)) {
      Doctor.Run run =
          doctor(server.port()).check(CHECK, "--probe-limit", "2s", "--deadline", "20s");
      expect(run, "fail", words(kind));
      assertFalse((run.out() + run.err()).matches("(?s).*(Exception|java\\.|com\\.).*"), run::out);
    }
  }

  private static String words(BadServer.Kind kind) {
    return switch (kind) {
      case BLACK_HOLE -> "takes connections and says nothing";
      case GARBAGE -> "does not speak the language of ZooKeeper";
      case DRIP -> "is not ZooKeeper, or stuck";
      case HTTP -> "is a web server, not ZooKeeper";
      case SSH -> "is an SSH server, not ZooKeeper";
      case CLOSES -> "hangs up at once";
      case TLS -> "is a server that wants TLS, not ZooKeeper";
    };
  }
}
