package com.posthog.doctor.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.posthog.doctor.support.DockerDaemon;
import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.TestCheckout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real engine that is stopped under the doctor's eyes, and started again. */
@Tag("real")
class EngineStopRealTest {
  private static final String MACHINE = "docker.memory,docker.cpus,docker.disk";

  @TempDir Path temporary;

  @Test
  void anEngineThatIsStoppedIsOneHeadlineUntilItRunsAgain() throws IOException {
    TestCheckout checkout = TestCheckout.of("layered", temporary);
    try (DockerDaemon engine = DockerDaemon.start()) {
      Doctor doctor = Doctor.in(checkout.folder()).with("DOCKER_HOST", engine.address());
      assertEquals("pass", check(doctor).status("docker.reachable"));
      assertFalse(check(doctor).headlines().contains("docker.reachable"));

      engine.down();
      Doctor.Run stopped = check(doctor);
      assertEquals(List.of("docker.reachable"), stopped.headlines(), stopped.out());
      assertEquals(1, stopped.code());

      engine.up();
      assertEquals("pass", check(doctor).status("docker.reachable"));
    }
  }

  private static Doctor.Run check(Doctor doctor) {
    return doctor.check("--profile", "services", "--skip", MACHINE);
  }
}
