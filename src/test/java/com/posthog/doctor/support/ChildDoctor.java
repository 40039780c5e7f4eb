package com.posthog.doctor.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Runs the tool in a process of its own, for what only a process can show. */
public final class ChildDoctor {
  private static final long MOST_SECONDS = 60;

  /** A class of the tool and of each library that it needs outside the probe of the engine. */
  private static final List<String> ONE_OF_EACH =
      List.of(
          "com.posthog.doctor.cli.Main",
          "picocli.CommandLine",
          "com.google.gson.JsonParser",
          "com.google.re2j.Pattern",
          "io.airlift.compress.zstd.ZstdInputStream",
          "org.fusesource.jansi.Ansi",
          "org.snakeyaml.engine.v2.api.Load",
          "org.semver4j.Semver",
          "org.apache.commons.exec.CommandLine",
          "com.maxmind.db.Reader",
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
          "org.slf4j.Logger",
          "org.slf4j.nop.NOPServiceProvider");

  private final Path folder;
  private final Map<String, String> environment = new TreeMap<>();
  private final List<String> jvm = new ArrayList<>();
  private final List<String> before = new ArrayList<>();
  private String classes = classes(ONE_OF_EACH);

  private ChildDoctor(Path folder) {
    this.folder = folder;
  }

  /** Where the tool and each of its libraries were loaded from, whoever runs the tests. */
  private static String classes(List<String> names) {
    Set<String> places = new LinkedHashSet<>();
    for (String name : names) {
      try {
        CodeSource source = Class.forName(name).getProtectionDomain().getCodeSource();
        places.add(Path.of(source.getLocation().toURI()).toString());
      } catch (ClassNotFoundException | URISyntaxException missing) {
        throw new IllegalStateException(missing);
      }
    }
    return String.join(":", places);
  }

  /** A doctor that is started in a folder, with a small environment. */
  public static ChildDoctor in(Path folder) {
    ChildDoctor child = new ChildDoctor(folder);
    child.environment.put("PATH", "/usr/bin:/bin");
    child.environment.put("LC_ALL", "C.UTF-8");
    return child;
  }

  /** The same with a home folder. */
  public ChildDoctor withHome(Path home) {
    return with("HOME", home.toString());
  }

  /** The same with one more variable. */
  public ChildDoctor with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** The same without a variable. */
  public ChildDoctor without(String name) {
    environment.remove(name);
    return this;
  }

  /** The same started by another program, such as {@code setsid}. */
  public ChildDoctor under(String... program) {
    before.addAll(List.of(program));
    return this;
  }

  /** The same with one more option of the JVM. */
  public ChildDoctor jvm(String option) {
    jvm.add(option);
    return this;
  }

  /** The same with a folder of classes before all others. */
  public ChildDoctor before(Path folderOfClasses) {
    classes = folderOfClasses + ":" + classes;
    return this;
  }

  /** The same with the library of a class, which most commands do without. */
  public ChildDoctor withLibraryOf(String name) {
    classes = classes + ":" + classes(List.of(name));
    return this;
  }

  /** The same run by another user, who gets a copy of the classes that he may read. */
  public ChildDoctor as(String user, String group, Path copy) {
    return as(user, group, "--clear-groups", copy);
  }

  /** The same in a new login of that user, who has the groups that the system's files name. */
  public ChildDoctor loggedInAs(String user, String group, Path copy) {
    return as(user, group, "--init-groups", copy);
  }

  private ChildDoctor as(String user, String group, String groups, Path copy) {
    before.addAll(List.of("setpriv", "--reuid=" + user, "--regid=" + group, groups, "--"));
    List<String> copied = new ArrayList<>();
    for (String place : classes.split(":", -1)) {
      Path target = copy.resolve(copied.size() + "-" + Path.of(place).getFileName());
      Ended ended = run(List.of("cp", "-r", place, target.toString()));
      if (ended.code() != 0) {
        throw new IllegalStateException(ended.err());
      }
      copied.add(target.toString());
    }
    run(List.of("chmod", "-R", "a+rX", copy.toString()));
    classes = String.join(":", copied);
    return this;
  }

  /** Runs a command to its end. */
  public Ended run(String... args) {
    return run(command(args));
  }

  /** Runs a command behind a shell's pipe or redirection, such as {@code | head -1}. */
  public Ended runIn(String tail, String... args) {
    List<String> quoted = new ArrayList<>();
    command(args).forEach(word -> quoted.add("'" + word + "'"));
    return run(List.of("bash", "-c", "set -o pipefail; " + String.join(" ", quoted) + " " + tail));
  }

  private Ended run(List<String> command) {
    try {
      Path out = Files.createTempFile("doctor", ".out");
      Path err = Files.createTempFile("doctor", ".err");
      Process process = start(command, out, err);
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("it did not end: " + command);
      }
      Ended ended = new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
      Files.delete(out);
      Files.delete(err);
      return ended;
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** Starts a command; what it writes goes to these files. */
  public Process start(Path out, Path err, String... args) throws IOException {
    return start(command(args), out, err);
  }

  private Process start(List<String> command, Path out, Path err) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectInput(new java.io.File("/dev/null"));
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    return builder.start();
  }

  /**
   * What lets a child heed an interrupt: a suite that was started in the background ignores it, and
   * its children would too.
   */
  private static List<String> heedingSignals() {
    boolean linux = System.getProperty("os.name", "").startsWith("Linux");
    return linux ? List.of("/usr/bin/env", "--default-signal=INT,TERM,HUP") : List.of();
  }

  private List<String> command(String... args) {
    List<String> command = new ArrayList<>(before);
    command.addAll(heedingSignals());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    command.addAll(jvm);
    command.addAll(List.of("-cp", classes, "com.posthog.doctor.cli.Main"));
    command.addAll(List.of(args));
    return command;
  }

  /** How a process ended, and what it wrote. */
  public record Ended(int code, String out, String err) {

    /** The report, when the format was JSON. */
    public Doctor.Run report() {
      return new Doctor.Run(code, out, err);
    }
  }
}
