package com.posthog.doctor.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The engine of this machine, with an image made of busybox. What a test makes in it is removed
 * when it is closed.
 */
public final class RealEngine implements AutoCloseable {
  private final String image = "posthog-doctor-test-" + ProcessHandle.current().pid() + ":1";
  private final Deque<List<String>> cleaning = new ArrayDeque<>();

  /** The engine that answers on the default socket. */
  public RealEngine(Path temporary) {
    Path root = temporary.resolve("image");
    try {
      Files.createDirectories(root.resolve("bin"));
      Files.createDirectories(root.resolve("tmp"));
      Path busybox = root.resolve("bin/busybox");
      Files.copy(Path.of("/bin/busybox"), busybox);
      for (String name : List.of("sh", "sleep", "echo", "cat", "true", "false", "nc", "kill")) {
        Files.createSymbolicLink(root.resolve("bin").resolve(name), Path.of("busybox"));
      }
      Path tar = temporary.resolve("image.tar");
      run(List.of("tar", "-C", root.toString(), "-cf", tar.toString(), "."));
      docker("import", "--change", "CMD [\"/bin/sh\"]", tar.toString(), image);
      cleaning.push(List.of("image", "rm", "-f", image));
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  /** The image of busybox. */
  public String image() {
    return image;
  }

  /** Runs the docker command and gives what it prints. */
  public String docker(String... args) {
    List<String> argv = new ArrayList<>(List.of("docker", "-H", "unix:///var/run/docker.sock"));
    argv.addAll(List.of(args));
    return run(argv);
  }

  /** Starts a container that compose might have made, and gives its id. */
  public String start(String project, String service, String folder, String... options) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "run",
                "-d",
                "--init",
                "--label",
                "com.docker.compose.project=" + project,
                "--label",
                "com.docker.compose.service=" + service,
                "--label",
                "com.docker.compose.project.working_dir=" + folder,
                "--label",
                "com.docker.compose.oneoff=False"));
    args.addAll(List.of(options));
    args.addAll(List.of(image, "sleep", "600"));
    String id = docker(args.toArray(new String[0])).strip();
    cleaning.push(List.of("rm", "-f", "-v", id));
    return id;
  }

  /** Makes a volume that compose might have made. */
  public void volume(String project, String label) {
    docker(
        "volume",
        "create",
        "--label",
        "com.docker.compose.project=" + project,
        "--label",
        "com.docker.compose.volume=" + label,
        project + "_" + label);
    cleaning.push(List.of("volume", "rm", "-f", project + "_" + label));
  }

  /** Notes another docker command that takes something away at the end. */
  public void atTheEnd(String... args) {
    cleaning.push(List.of(args));
  }

  @Override
  public void close() {
    while (!cleaning.isEmpty()) {
      try {
        docker(cleaning.pop().toArray(new String[0]));
      } catch (IllegalStateException gone) {
        // a test may have taken it away itself
      }
    }
  }

  private static String run(List<String> argv) {
    try {
      Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
      String output;
      try (InputStream in = process.getInputStream()) {
        output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
      if (process.waitFor() != 0) {
        throw new IllegalStateException(argv + ": " + output);
      }
      return output;
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
