package com.posthog.doctor.remedies;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A real shell that reads a profile, as a new terminal does. */
final class NewShell {
  private NewShell() {}

  /** The variables that it has then, as {@code NAME=value}. */
  static List<String> variables(Path profile, String path) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", "-c", ". \"$0\" && /usr/bin/env", profile.toString());
    builder.environment().clear();
    builder.environment().put("PATH", path);
    Process shell = builder.redirectErrorStream(true).start();
    try (InputStream in = shell.getInputStream()) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, shell.waitFor(), text);
      return text.lines().filter(line -> !line.startsWith("PWD=") && line.contains("=")).toList();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    }
  }
}
