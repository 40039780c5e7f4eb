package com.posthog.doctor.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A real S3 server, s3rver, on a port and in a folder of its own. It knows one pair of keys. */
public final class StorageServer implements AutoCloseable {
  /** The key that it knows, and the secret of that key. */
  public static final String KEY = "S3RVER";

  private final ServerProcess process;
  private final int port;

  private StorageServer(ServerProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Whether the server was installed on this machine. */
  public static boolean installed() {
    return Files.exists(program());
  }

  private static Path program() {
    return ServerProcess.installed("s3rver").resolve("node_modules/.bin/s3rver");
  }

  /** Starts one on a free port with these buckets. */
  public static StorageServer start(Path temporary, String... buckets) throws IOException {
    return start(temporary, ServerProcess.freePort(), buckets);
  }

  /** Starts one on a port with these buckets. */
  public static StorageServer start(Path temporary, int port, String... buckets)
      throws IOException {
    Path folder = Files.createTempDirectory(temporary, "s3");
    List<String> argv = new ArrayList<>(List.of(program().toString(), "-d", folder.toString()));
    argv.addAll(List.of("-p", String.valueOf(port), "-a", "127.0.0.1"));
    for (String bucket : buckets) {
      argv.addAll(List.of("--configure-bucket", bucket));
    }
    ServerProcess process = ServerProcess.start(folder, argv);
    return new StorageServer(process.await(port, "", Duration.ofSeconds(20)), port);
  }

  /** The port that it listens on. */
  public int port() {
    return port;
  }

  @Override
  public void close() {
    process.close();
  }
}
