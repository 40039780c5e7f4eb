package com.posthog.doctor.support;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;

/** ZooKeeper 3.8.4, as Maven Central has it, on a free port and with a folder of its own. */
public final class ZooKeeperServer implements AutoCloseable {
  private static final Path JARS = PrivateServer.installed("zookeeper", "lib");

  private final Path folder;
  private final int port;
  private PrivateServer server;

  private ZooKeeperServer(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /** Starts one on a free port. */
  public static ZooKeeperServer start(Path temporary) throws IOException {
    return start(temporary, 0);
  }

  /**
   * Starts one.
   *
   * @param wanted the port; 0 for a free one
   */
  public static ZooKeeperServer start(Path temporary, int wanted) throws IOException {
    Assumptions.assumeTrue(Files.isDirectory(JARS), "ZooKeeper: see src/test/servers/install");
    int port = wanted == 0 ? PrivateServer.freePort() : wanted;
    Path folder = Files.createDirectories(temporary.resolve("zookeeper-" + port));
    ZooKeeperServer one = new ZooKeeperServer(folder, port);
    one.start();
    return one;
  }

  /** Starts it again with the data that it had. */
  public void start() throws IOException {
    Files.writeString(
        folder.resolve("zoo.cfg"),
        "tickTime=500\ndataDir="
            + folder
            + "/data\nclientPort="
            + port
            + "\nclientPortAddress=127.0.0.1\nadmin.enableServer=false\n");
    server =
        PrivateServer.start(
            folder.resolve("log"),
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                JARS + "/*",
                "org.apache.zookeeper.server.quorum.QuorumPeerMain",
                folder.resolve("zoo.cfg").toString()));
    server.awaitPort(port);
    // the port opens a moment before it serves
    while (answer().contains("not currently serving")) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  private String answer() throws IOException {
    StringBuilder heard = new StringBuilder();
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(200);
      socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      for (int next = in.read(); next >= 0; next = in.read()) {
        heard.append((char) next);
      }
    } catch (SocketTimeoutException open) {
      // a server that does not serve yet says so and leaves the connection open
      return heard.toString();
    }
    return heard.toString();
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

  /** Ends it; it can be started again. */
  public void stop() {
    server.close();
  }

  @Override
  public void close() {
    stop();
  }
}
