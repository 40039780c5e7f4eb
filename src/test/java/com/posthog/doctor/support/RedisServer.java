package com.posthog.doctor.support;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real Redis of this machine, on a port and in a folder of its own. */
public final class RedisServer implements AutoCloseable {
  private final ServerProcess process;
  private final int port;
  private final Path folder;

  private RedisServer(ServerProcess process, int port, Path folder) {
    this.process = process;
    this.port = port;
    this.folder = folder;
  }

  /** Starts one on a free port as the checkout would: with a limit, and dropping the oldest. */
  public static RedisServer start(Path temporary) throws IOException {
    return start(
        temporary,
        ServerProcess.freePort(),
        "--maxmemory",
        "200mb",
        "--maxmemory-policy",
        "allkeys-lru");
  }

  /** Starts one on a port with these options, and with nothing that it would save. */
  public static RedisServer start(Path temporary, int port, String... options) throws IOException {
    return start(Path.of("redis-server"), temporary, port, options);
  }

  /** The same by a program that is another name of the server. */
  public static RedisServer start(Path program, Path temporary, int port, String... options)
      throws IOException {
    Path folder = Files.createTempDirectory(temporary, "redis");
    List<String> argv =
        new ArrayList<>(
            List.of(program.toString(), "--port", String.valueOf(port), "--bind", "127.0.0.1"));
    argv.addAll(List.of("--dir", folder.toString(), "--save", "", "--daemonize", "no"));
    argv.addAll(List.of(options));
    ServerProcess process = ServerProcess.start(folder, argv);
    return new RedisServer(
        process.await(port, "Ready to accept connections", Duration.ofSeconds(10)), port, folder);
  }

  /** The port that it listens on. */
  public int port() {
    return port;
  }

  /** Its number. */
  public long pid() {
    return process.pid();
  }

  /** Runs a command with redis-cli. */
  public RedisServer say(String... words) throws IOException {
    List<String> argv = new ArrayList<>(List.of("redis-cli", "-p", String.valueOf(port)));
    argv.addAll(List.of(words));
    Process cli =
        new ProcessBuilder(argv)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!cli.waitFor(10, TimeUnit.SECONDS) || cli.exitValue() != 0) {
        throw new IOException(argv + " failed");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    }
    return this;
  }

  /** Lets it fail to save, as its folder is gone, and waits until it knows. */
  public RedisServer breakSaving() throws IOException {
    Files.delete(folder.resolve("log"));
    Files.delete(folder);
    say("bgsave");
    for (int i = 0; i < 500; i++) {
      if (answer("info", "persistence").contains("rdb_last_bgsave_status:err")) {
        return this;
      }
    }
    throw new IOException("it can still save");
  }

  private String answer(String... words) throws IOException {
    List<String> argv = new ArrayList<>(List.of("redis-cli", "-p", String.valueOf(port)));
    argv.addAll(List.of(words));
    Process cli = new ProcessBuilder(argv).redirectErrorStream(true).start();
    try (InputStream said = cli.getInputStream()) {
      return new String(said.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
