package com.posthog.doctor.remedies;

import com.posthog.doctor.support.Cures;
import com.posthog.doctor.support.FakeEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The docker command is led to the engine that answers by the context that this one has made. */
class ContextRemediesTest {
  @TempDir Path temporary;
  @TempDir Path sockets;

  @Test
  @Cures("use-context")
  void theContextOfTheEngineThatAnswersIsUsed() throws IOException {
    Ward ward = Ward.of("layered", temporary);
    for (String name : new String[] {"DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CONFIG"}) {
      ward.with(name, null);
    }
    Path config = ward.machine().home(".docker/config.json");
    context(ward, "colima", ward.machine().home(".colima/default/docker.sock"));
    Path orbStack = ward.machine().home(".orbstack/run/docker.sock");
    context(ward, "orbstack", orbStack);
    Files.writeString(config, "{\"currentContext\": \"colima\"}\n");
    Path socket = sockets.resolve("d.sock");
    Files.createDirectories(orbStack.getParent());
    Files.createSymbolicLink(orbStack, socket);
    String fields = "\"OperatingSystem\":\"OrbStack\",\"MemTotal\":16000000000,\"NCPU\":8";
    try (FakeEngine engine = FakeEngine.with(socket, fields)) {
      ward.standIn(choosing("orbstack", config), "docker", "context", "use", "orbstack")
          .undoneBy(choosing("colima", config), "docker", "context", "use", "colima")
          .cures("docker.reachable", "use-context");
      engine.stop();
    }
  }

  private static String choosing(String context, Path config) {
    return "printf '{\"currentContext\": \"" + context + "\"}\\n' > '" + config + "'";
  }

  /** A context as the docker command keeps it: in a folder named by the digest of its name. */
  private static void context(Ward ward, String name, Path socket) throws IOException {
    String digest;
    try {
      byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
      digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
    Path folder = ward.machine().home(".docker/contexts/meta/" + digest);
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("meta.json"),
        ("{\"Name\":\"" + name + "\",\"Metadata\":{},")
            + ("\"Endpoints\":{\"docker\":{\"Host\":\"unix://" + socket + "\",")
            + "\"SkipTLSVerify\":false}}}");
  }
}
