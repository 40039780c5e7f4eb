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
  private static final int MOST_QUESTIONS = 400;

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
    List<String> all = new ArrayList<>(List.of("--init"));
    all.addAll(List.of(options));
    return start(project, service, folder, all, "sleep", "600");
  }

  /** Starts such a container with this command; without one it is made and not started. */
  public String start(
      String project, String service, String folder, List<String> options, String... command) {
    return startImage(image, project, service, folder, options, command);
  }

  /** Starts such a container of another image. */
  public String startImage(
      String of,
      String project,
      String service,
      String folder,
      List<String> options,
      String... command) {
    String[] args =
        arguments(of, project, service, folder, options, command).toArray(new String[0]);
    return docker(args).strip();
  }

  /** The arguments of {@code docker} that do so, for a program that is to do it later. */
  public List<String> arguments(
      String of,
      String project,
      String service,
      String folder,
      List<String> options,
      String... command) {
    List<String> args = new ArrayList<>(List.of(command.length == 0 ? "create" : "run"));
    if (command.length > 0) {
      args.add("-d");
    }
    args.addAll(
        List.of(
            "--name",
            project + "-" + service + "-1",
            "--label",
            "com.docker.compose.project=" + project,
            "--label",
            "com.docker.compose.service=" + service,
            "--label",
            "com.docker.compose.project.working_dir=" + folder,
            "--label",
            "com.docker.compose.oneoff=False"));
    args.addAll(options);
    args.add(of);
    args.addAll(List.of(command));
    cleaning.push(List.of("rm", "-f", "-v", project + "-" + service + "-1"));
    return args;
  }

  /** Asks until the engine says this of a container; fails when it never does. */
  public void await(String container, String format, String expected) {
    String seen = "";
    for (int i = 0; i < MOST_QUESTIONS; i++) {
      seen = docker("inspect", "--format", format, container).strip();
      if (seen.equals(expected)) {
        return;
      }
    }
    throw new IllegalStateException(container + ": " + format + " is " + seen);
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
