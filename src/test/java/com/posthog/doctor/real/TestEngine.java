package com.posthog.doctor.real;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The container engine of this machine, and the containers that a test starts in it. */
final class TestEngine implements AutoCloseable {
  private static final String IMAGE = "posthog-doctor-ports:1";

  private final List<String> containers = new ArrayList<>();

  /** An engine with a small image. */
  TestEngine(Path folder) throws IOException {
    if (run("docker", "image", "inspect", IMAGE).code() != 0) {
      Path root = Files.createDirectories(folder.resolve("root/bin"));
      Files.copy(Path.of("/bin/busybox"), root.resolve("busybox"));
      Files.createSymbolicLink(root.resolve("sh"), Path.of("busybox"));
      Files.createSymbolicLink(root.resolve("nc"), Path.of("busybox"));
      Files.createSymbolicLink(root.resolve("sleep"), Path.of("busybox"));
      must("sh", "-c", "tar -C '" + root.getParent() + "' -c . | docker import - " + IMAGE);
    }
  }

  /** What a program printed and how it ended. */
  record Ended(int code, String out) {}

  static Ended run(String... argv) throws IOException {
    Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
    try (InputStream in = process.getInputStream()) {
      String out = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      return new Ended(process.exitValue(), out.strip());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    }
  }

  static String must(String... argv) throws IOException {
    Ended ended = run(argv);
    if (ended.code() != 0) {
      throw new IOException(String.join(" ", argv) + ": " + ended.out());
    }
    return ended.out();
  }

  /** Starts a container that publishes a port; an empty project is none. */
  void publish(String project, String service, String published) throws IOException {
    String name = (project.isEmpty() ? "alone" : project) + "-" + service + "-1";
    List<String> argv = new ArrayList<>(List.of("docker", "run", "-d", "--name", name));
    if (!project.isEmpty()) {
      argv.addAll(
          List.of(
              "--label",
              "com.docker.compose.project=" + project,
              "--label",
              "com.docker.compose.service=" + service,
              "--label",
              "com.docker.compose.oneoff=False"));
    }
    argv.addAll(List.of("-p", published, IMAGE, "sh", "-c", "while true; do nc -l -p 80; done"));
    containers.add(name);
    must(argv.toArray(new String[0]));
  }

  /** Ends the process of this engine that passes connections of a port on. */
  void stopPassingOn(int port) throws IOException {
    try (var processes = ProcessHandle.allProcesses()) {
      for (ProcessHandle one : processes.toList()) {
        String command = one.info().commandLine().orElse("");
        if (command.contains("docker-proxy") && command.contains(" -host-port " + port + " ")) {
          one.destroyForcibly();
          awaitEnd(one);
        }
      }
    }
  }

  /** Nobody collects what has ended here, so its command line tells that it has. */
  private static void awaitEnd(ProcessHandle process) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (process.isAlive() && process.info().commandLine().isPresent()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("it does not end: " + process.pid());
      }
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() throws IOException {
    for (String container : containers) {
      run("docker", "rm", "-f", container);
    }
  }
}
