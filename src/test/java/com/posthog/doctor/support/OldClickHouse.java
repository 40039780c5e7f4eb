package com.posthog.doctor.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * The ClickHouse server of Debian, 18.16: a real server with real users, and older than every
 * driver of today.
 */
public final class OldClickHouse implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/sbin/clickhouse-server");

  private final PrivateServer server;
  private final int port;

  private OldClickHouse(PrivateServer server, int port) {
    this.server = server;
    this.port = port;
  }

  /** Starts one on a free port with the users of the checkouts. */
  public static OldClickHouse start(Path temporary) throws IOException {
    return start(temporary, PrivateServer.freePort(), "apppass");
  }

  /** Starts one on which the user app has this password. */
  public static OldClickHouse start(Path temporary, int port, String password) throws IOException {
    Assumptions.assumeTrue(Files.isExecutable(PROGRAM), "Debian's clickhouse-server is missing");
    Path folder = Files.createTempDirectory(temporary, "clickhouse");
    Files.writeString(folder.resolve("users.xml"), users(password));
    Files.writeString(folder.resolve("config.xml"), config(folder, port));
    PrivateServer server =
        PrivateServer.start(
            folder.resolve("log"),
            List.of(PROGRAM.toString(), "--config-file=" + folder.resolve("config.xml")));
    server.awaitPort(port);
    return new OldClickHouse(server, port);
  }

  private static String users(String password) {
    return "<yandex><users><default><password></password>"
        + "<networks><ip>::/0</ip></networks><profile>default</profile><quota>default</quota>"
        + "</default><app><password>"
        + password
        + "</password><networks><ip>::/0</ip></networks><profile>default</profile>"
        + "<quota>default</quota></app></users>"
        + "<profiles><default></default></profiles><quotas><default></default></quotas></yandex>\n";
  }

  private static String config(Path folder, int port) throws IOException {
    return "<yandex><logger><level>warning</level><log>"
        + folder
        + "/server.log</log><errorlog>"
        + folder
        + "/server.err.log</errorlog></logger><http_port>"
        + port
        + "</http_port><tcp_port>"
        + PrivateServer.freePort()
        + "</tcp_port><listen_host>127.0.0.1</listen_host><path>"
        + folder
        + "/data/</path><tmp_path>"
        + folder
        + "/tmp/</tmp_path><users_config>users.xml</users_config>"
        + "<default_profile>default</default_profile><default_database>default</default_database>"
        + "<mark_cache_size>5368709120</mark_cache_size></yandex>\n";
  }

  /** The port that it listens on, on 127.0.0.1. */
  public int port() {
    return port;
  }

  /** Stops the process where it is, as {@code docker pause} does. */
  public void pause() throws IOException {
    server.signal("STOP");
  }

  /** Lets it go on. */
  public void resume() throws IOException {
    server.signal("CONT");
  }

  @Override
  public void close() {
    server.close();
  }
}
