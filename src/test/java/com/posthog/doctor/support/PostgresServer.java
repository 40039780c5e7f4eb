package com.posthog.doctor.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Postgres of its own on a free port of 127.0.0.1, run as user {@code postgres} where the tests
 * run as root, with a superuser of that name and password authentication for everybody on TCP.
 */
public final class PostgresServer implements AutoCloseable {
  private static final Path PROGRAMS = programs();
  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

  private final Path folder;
  private final int port;
  private boolean running;

  private PostgresServer(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /** Whether this machine has the programs of a server. */
  public static boolean isInstalled() {
    return Files.isExecutable(PROGRAMS.resolve("initdb"));
  }

  private static Path programs() {
    Path all = Path.of("/usr/lib/postgresql");
    if (!Files.isDirectory(all)) {
      return all;
    }
    try (Stream<Path> versions = Files.list(all)) {
      return versions.sorted().reduce((first, next) -> next).orElse(all).resolve("bin");
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  /** A server that runs, with settings such as {@code max_connections=12}. */
  public static PostgresServer start(String... settings) throws IOException {
    return startOn(freePort(), settings);
  }

  /** The same on a port that is to be taken. */
  public static PostgresServer startOn(int port, String... settings) throws IOException {
    Path folder = Files.createTempDirectory("postgres");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    PostgresServer server = new PostgresServer(folder, port);
    Path password = Files.writeString(folder.resolve("password"), "postgres\n");
    server.run(
        "initdb",
        "-D",
        server.data().toString(),
        "-A",
        "scram-sha-256",
        "-U",
        "postgres",
        "--pwfile=" + password,
        "--no-sync",
        "-E",
        "UTF8",
        "--locale=C");
    server.up(settings);
    server.admitAll();
    return server;
  }

  /** The same with the role, the password and the database that the checkout declares. */
  public static PostgresServer startForPosthog(String... settings) throws IOException {
    PostgresServer server = start(settings);
    server.sql(
        "postgres",
        "CREATE ROLE posthog LOGIN SUPERUSER PASSWORD 'posthog'",
        "CREATE DATABASE posthog OWNER posthog");
    return server;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  /** Its port on 127.0.0.1. */
  public int port() {
    return port;
  }

  /** The folder of its data. */
  public Path data() {
    return folder.resolve("data");
  }

  /** Starts it again with these settings. */
  public void up(String... settings) throws IOException {
    StringBuilder options =
        new StringBuilder("-p " + port + " -k " + folder + " -c listen_addresses=127.0.0.1")
            .append(" -c fsync=off");
    for (String setting : settings) {
      options.append(" -c ").append(setting);
    }
    run(
        "pg_ctl",
        "-D",
        data().toString(),
        "-l",
        folder.resolve("log").toString(),
        "-o",
        options.toString(),
        "-w",
        "-t",
        "30",
        "start");
    running = true;
  }

  /** Stops it at once. */
  public void down() throws IOException {
    if (running) {
      run("pg_ctl", "-D", data().toString(), "-m", "immediate", "-w", "stop");
      running = false;
    }
  }

  /** Runs statements as its superuser. */
  public void sql(String database, String... statements) throws IOException {
    List<String> argv =
        new ArrayList<>(
            List.of(
                "psql",
                "-X",
                "-q",
                "-h",
                folder.toString(),
                "-p",
                Integer.toString(port),
                "-U",
                "postgres",
                "-d",
                database,
                "-v",
                "ON_ERROR_STOP=1"));
    for (String statement : statements) {
      argv.add("-c");
      argv.add(statement);
    }
    run(argv.toArray(new String[0]));
  }

  /** Has the server admit clients by these lines of its {@code pg_hba.conf} only. */
  public void admit(String... lines) throws IOException {
    Files.writeString(
        data().resolve("pg_hba.conf"),
        "local all postgres trust\n" + String.join("\n", lines) + "\n");
    String before = loaded();
    run("pg_ctl", "-D", data().toString(), "reload");
    for (int i = 0; i < 500 && loaded().equals(before); i++) {
      Thread
          .onSpinWait(); // the server reads its files when it comes to it; each look takes a while
    }
  }

  /** When the server has read its files the last time. */
  private String loaded() throws IOException {
    sql("postgres", "\\pset format unaligned", "SELECT pg_conf_load_time()");
    return Files.readString(folder.resolve("output"));
  }

  /** Has the server admit clients as it did in the beginning. */
  public void admitAll() throws IOException {
    admit("host all all 127.0.0.1/32 scram-sha-256");
  }

  /** Tells it to stop when its last client leaves, and does not wait for that. */
  public ProcessHandle stopSlowly() throws IOException {
    ProcessHandle process = ProcessHandle.of(pid()).orElseThrow();
    run("pg_ctl", "-D", data().toString(), "-m", "smart", "-W", "stop");
    running = false;
    return process;
  }

  /** Gives it a certificate, so that it can encrypt once it is started with {@code ssl=on}. */
  public void certify() throws IOException {
    runProgram(
        "/usr/bin/openssl",
        "req",
        "-new",
        "-x509",
        "-nodes",
        "-subj",
        "/CN=localhost",
        "-days",
        "2",
        "-newkey",
        "rsa:2048",
        "-keyout",
        data().resolve("server.key").toString(),
        "-out",
        data().resolve("server.crt").toString());
  }

  /** The first process of the server. */
  public long pid() throws IOException {
    return Long.parseLong(Files.readAllLines(data().resolve("postmaster.pid")).get(0).strip());
  }

  private void run(String program, String... args) throws IOException {
    List<String> all = new ArrayList<>();
    all.add(program);
    all.addAll(List.of(args));
    run(all.toArray(new String[0]));
  }

  private void run(String[] args) throws IOException {
    List<String> argv = new ArrayList<>(List.of(args));
    argv.set(0, PROGRAMS.resolve(args[0]).toString());
    runProgram(argv.toArray(new String[0]));
  }

  /** Runs a program as the user of the server. */
  private void runProgram(String... args) throws IOException {
    List<String> argv = new ArrayList<>();
    if (ROOT) {
      argv.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"));
    }
    argv.addAll(List.of(args));
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(argv)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("PGPASSWORD", "postgres");
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        try (InputStream in = Files.newInputStream(output)) {
          throw new IOException(
              String.join(" ", argv)
                  + ": "
                  + new String(in.readNBytes(4000), StandardCharsets.UTF_8));
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    }
  }

  @Override
  public void close() {
    try {
      down();
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path one : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(one);
        }
      }
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }
}
