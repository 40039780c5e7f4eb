package com.posthog.doctor.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** A copy of a fixture checkout in a folder of its own, as a git repository with one commit. */
public final class TestCheckout {
  private final Path folder;

  private TestCheckout(Path folder) {
    this.folder = folder;
  }

  /** A checkout of an era ({@code layered} or {@code handbook}), below a temporary folder. */
  public static TestCheckout of(String era, Path temporary) {
    Path folder = temporary.resolve("posthog");
    copy(Fixtures.at("checkouts/" + era), folder);
    TestCheckout checkout = new TestCheckout(folder);
    checkout.git("init", "-q", "-b", "master");
    checkout.git("add", "-A");
    checkout.git(
        "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "-m", "all");
    return checkout;
  }

  /** A checkout that is there already. */
  public static TestCheckout at(Path folder) {
    return new TestCheckout(folder);
  }

  /** A copy of a checkout that was made before, below a temporary folder. */
  public static TestCheckout copied(Path made, Path temporary) {
    Path folder = temporary.resolve("posthog");
    copy(made, folder);
    return new TestCheckout(folder);
  }

  /** The folder of the checkout. */
  public Path folder() {
    return folder;
  }

  /** A path inside it. */
  public Path at(String name) {
    return folder.resolve(name);
  }

  /** Writes a file inside it. */
  public TestCheckout write(String name, String text) {
    try {
      Files.createDirectories(at(name).getParent());
      Files.writeString(at(name), text);
      return this;
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  /** Reads a file inside it. */
  public String read(String name) {
    try {
      return Files.readString(at(name));
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  /** Publishes a port of a container of the stack of today on this port of the machine. */
  public TestCheckout publish(int inside, int port) {
    try {
      String file = "docker-compose.dev.yml";
      String before = Files.readString(at(file));
      String after =
          before.replaceFirst("'[0-9]+:" + inside + "'", "'" + port + ":" + inside + "'");
      if (!after.contains("'" + port + ":" + inside + "'")) {
        throw new IllegalStateException(file + " publishes no port " + inside);
      }
      return write(file, after);
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  /** Runs git in it. */
  public void git(String... args) {
    ask(args);
  }

  /** Runs git in it, and gives what it prints. */
  public String ask(String... args) {
    try {
      List<String> argv = new java.util.ArrayList<>(List.of("git", "-C", folder.toString()));
      argv.addAll(List.of(args));
      Process git = new ProcessBuilder(argv).redirectErrorStream(true).start();
      String output;
      try (InputStream in = git.getInputStream()) {
        output = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      }
      if (git.waitFor() != 0) {
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

  private static void copy(Path from, Path to) {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path one : all.toList()) {
        Path target = to.resolve(from.relativize(one).toString());
        if (Files.isDirectory(one)) {
          Files.createDirectories(target);
        } else {
          Files.copy(one, target, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }
}
