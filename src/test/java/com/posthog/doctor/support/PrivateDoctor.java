package com.posthog.doctor.support;

import com.posthog.doctor.cli.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Runs the tool on this machine in a process with mounts and limits of its own: files of the system
 * can be other ones there, and no other process sees it. Needs the rights of the administrator.
 */
public final class PrivateDoctor {
  private static final long MOST_SECONDS = 120;

  /** A class of each library that the checks of the machine use. */
  private static final List<String> LIBRARIES =
      List.of(
          "picocli.CommandLine",
          "com.google.gson.JsonParser",
          "org.fusesource.jansi.Ansi",
          "org.snakeyaml.engine.v2.api.Load",
          "org.semver4j.Semver",
          "org.apache.commons.exec.CommandLine",
          "com.electronwill.nightconfig.core.Config",
          "com.electronwill.nightconfig.toml.TomlParser",
          "com.github.dockerjava.api.DockerClient",
          "com.github.dockerjava.core.DockerClientImpl",
          "com.github.dockerjava.transport.DockerHttpClient",
          "com.fasterxml.jackson.databind.ObjectMapper",
          "com.fasterxml.jackson.core.JsonFactory",
          "com.fasterxml.jackson.annotation.JsonProperty",
          "org.apache.commons.io.IOUtils",
          "org.apache.commons.lang3.StringUtils",
          "com.google.common.collect.ImmutableList",
          "org.slf4j.Logger");

  private final Path folder;
  private final Path scratch;
  private final List<String> prologue = new ArrayList<>();
  private final List<String> options = new ArrayList<>();

  private PrivateDoctor(Path folder, Path scratch) {
    this.folder = folder;
    this.scratch = scratch;
  }

  /** A doctor in a folder; what it needs is written to a temporary folder. */
  public static PrivateDoctor in(Path folder, Path temporary) {
    return new PrivateDoctor(folder, temporary);
  }

  /** The same, where a file of the system has another text. */
  public PrivateDoctor file(String path, String text) {
    try {
      Path other = Files.createTempFile(scratch, "file", "");
      Files.writeString(other, text);
      prologue.add("mount --bind '" + other + "' " + path);
      return this;
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  /** The same after a command of the shell. */
  public PrivateDoctor shell(String command) {
    prologue.add(command);
    return this;
  }

  /** The same with an option of the JVM. */
  public PrivateDoctor option(String option) {
    options.add(option);
    return this;
  }

  /** Runs {@code check} with these arguments and reads its JSON report. */
  public Doctor.Run check(String... args) {
    List<String> command = new ArrayList<>(List.of("unshare", "--mount", "bash", "-c", script()));
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-MaxFDLimit"));
    command.addAll(options);
    command.addAll(List.of("-cp", classPath(), Main.class.getName(), "check", "--format", "json"));
    command.addAll(List.of("--probe-limit", "60s", "--deadline", "100s")); // the machine is shared
    command.addAll(List.of(args));
    try {
      Path out = Files.createTempFile(scratch, "out", ".json");
      Path err = Files.createTempFile(scratch, "err", ".txt");
      ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
      TreeMap<String, String> small = new TreeMap<>();
      small.put("PATH", "/usr/bin:/bin:/usr/sbin:/sbin");
      small.put("HOME", scratch.toString());
      builder.environment().clear();
      builder.environment().putAll(small);
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("it did not end: " + command);
      }
      Doctor.Run run =
          new Doctor.Run(process.exitValue(), Files.readString(out), Files.readString(err));
      if (run.out().isBlank()) {
        throw new IllegalStateException("no report, " + run.code() + ": " + run.err());
      }
      return run;
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private String script() {
    List<String> lines = new ArrayList<>(List.of("set -e"));
    lines.addAll(prologue);
    // not exec: the shell stays the parent, as a person's shell is
    lines.add("\"$0\" \"$@\" && code=0 || code=$?");
    lines.add("exit $code");
    return String.join("\n", lines);
  }

  /** Where the tool and its libraries were loaded from, whoever runs the tests. */
  private static String classPath() {
    Set<String> places = new LinkedHashSet<>();
    try {
      places.add(place(Main.class));
      for (String name : LIBRARIES) {
        places.add(place(Class.forName(name)));
      }
    } catch (ClassNotFoundException | URISyntaxException missing) {
      throw new IllegalStateException(missing);
    }
    return String.join(":", places);
  }

  private static String place(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }
}
