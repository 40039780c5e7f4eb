package com.posthog.doctor.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Docker engine of its own, on a socket of its own, that a test may stop. It lives in a network
 * namespace of its own: a second engine would otherwise take the first one's bridge away.
 */
public final class DockerDaemon implements AutoCloseable {
  private static final int MOST_SECONDS = 60;

  private final Path folder;
  private final Path socket;
  private Process process;

  private DockerDaemon(Path folder) {
    this.folder = folder;
    this.socket = folder.resolve("docker.sock");
  }

  /** Starts one and waits until it answers. */
  public static DockerDaemon start() throws IOException {
    // not in the folder of the test: the path of a socket may have 107 bytes
    DockerDaemon daemon = new DockerDaemon(Files.createTempDirectory("dockerd"));
    daemon.up();
    return daemon;
  }

  /** What {@code DOCKER_HOST} is to say. */
  public String address() {
    return "unix://" + socket;
  }

  /** Starts it again. */
  public void up() throws IOException {
    process =
        new ProcessBuilder(
                List.of(
                    "unshare",
                    "--net",
                    "dockerd",
                    "--data-root",
                    folder.resolve("data").toString(),
                    "--exec-root",
                    folder.resolve("exec").toString(),
                    "--pidfile",
                    folder.resolve("pid").toString(),
                    "--host",
                    address(),
                    "--storage-driver",
                    "vfs",
                    "--bridge",
                    "none",
                    "--iptables=false"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    await();
  }

  private void await() throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    while (System.nanoTime() < end && process.isAlive()) {
      Process asked =
          new ProcessBuilder("docker", "-H", address(), "version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (ended(asked) && asked.exitValue() == 0) {
        return;
      }
    }
    throw new IOException("dockerd does not start: " + Files.readString(folder.resolve("log")));
  }

  /** Stops it, as the system would, and waits until it is gone. */
  public void down() throws IOException {
    process.destroy();
    if (!ended(process)) {
      process.destroyForcibly();
      throw new IOException("dockerd does not stop");
    }
  }

  private static boolean ended(Process process) throws IOException {
    try {
      return process.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    }
  }

  @Override
  public void close() throws IOException {
    if (process.isAlive()) {
      down();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
