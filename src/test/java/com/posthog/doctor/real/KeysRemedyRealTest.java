package com.posthog.doctor.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.support.ClickHouseFront;
import com.posthog.doctor.support.Cure;
import com.posthog.doctor.support.Cures;
import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.ServiceCheckout;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys and passwords of one's own that a server refuses give way to those of the checkout. */
@Tag("real")
class KeysRemedyRealTest {
  private static final String PROJECT = "keysremedy";
  private static final String MINE =
      "# mine\nOBJECT_STORAGE_ACCESS_KEY_ID=minio\nOBJECT_STORAGE_SECRET_ACCESS_KEY=hunter2\n";

  @TempDir Path temporary;
  private Path state;

  @BeforeEach
  void aPlaceForRuns() throws IOException {
    state = Files.createDirectories(temporary.resolve("state"));
  }

  private static Doctor plain(Doctor doctor) {
    return doctor
        .with("OBJECT_STORAGE_ACCESS_KEY_ID", null)
        .with("OBJECT_STORAGE_SECRET_ACCESS_KEY", null)
        .with("CLICKHOUSE_APP_PASSWORD", null)
        .with("CLICKHOUSE_APP_USER", null);
  }

  @Test
  void thePasswordOfClickHouseBecomesThatOfTheCheckout() throws IOException {
    try (ClickHouseFront front = ClickHouseFront.start(temporary).migrated()) {
      ServiceCheckout checkout = ServiceCheckout.of(temporary, PROJECT).clickhouse(front.port());
      Path own = checkout.folder().resolve(".env.local");
      Files.writeString(own, "CLICKHOUSE_APP_PASSWORD=hunter2\n");
      Doctor doctor = plain(checkout.doctor());
      cured(doctor, "clickhouse.login", "set CLICKHOUSE_APP_PASSWORD=apppass in .env.local");
      assertEquals("CLICKHOUSE_APP_PASSWORD=hunter2\n", Files.readString(own));
      Files.writeString(own, "CLICKHOUSE_APP_USER=ada\n");
      cured(doctor, "clickhouse.login", "set CLICKHOUSE_APP_USER=app in .env.local");
    }
  }

  @Test
  @Cures("use-storage-keys")
  void theKeysOfTheStorageBecomeThoseOfTheCheckout() throws IOException {
    try (Storage storage = new Storage()) {
      ServiceCheckout checkout = ServiceCheckout.of(temporary, PROJECT).storage(storage.port());
      Path own = Files.writeString(checkout.folder().resolve(".env.local"), MINE);
      Doctor doctor = plain(checkout.doctor());
      cured(
          doctor,
          "storage.credentials",
          "set OBJECT_STORAGE_ACCESS_KEY_ID=object_storage_root_user in .env.local",
          "set OBJECT_STORAGE_SECRET_ACCESS_KEY=object_storage_root_password in .env.local");
      assertEquals(MINE, Files.readString(own));
      Files.writeString(own, "OBJECT_STORAGE_ACCESS_KEY_ID=minio\n");
      cured(doctor, "storage.credentials", "set OBJECT_STORAGE_ACCESS_KEY_ID=object_storage");
      Doctor.Run shell =
          doctor.with("OBJECT_STORAGE_ACCESS_KEY_ID", "minio").run("fix", "storage.credentials");
      assertTrue(shell.out().contains("unset OBJECT_STORAGE_ACCESS_KEY_ID"), shell.out());
    }
  }

  private void cured(Doctor doctor, String check, String... shown) {
    assertFalse(doctor.run("fix", check).out().contains("hunter2"), "a secret is shown");
    Cure.of(doctor, state, check, "data").undoable(shown);
  }

  /** A storage that knows one key, that of the checkouts, and tells who it does not know. */
  private static final class Storage implements AutoCloseable {
    private static final String KNOWN = "Credential=object_storage_root_user/";
    private static final String LIST =
        "<?xml version=\"1.0\"?><ListAllMyBucketsResult><Buckets></Buckets>"
            + "</ListAllMyBucketsResult>";
    private static final String UNKNOWN =
        "<?xml version=\"1.0\"?><Error><Code>InvalidAccessKeyId</Code></Error>";

    private final HttpServer server;

    Storage() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            String key = exchange.getRequestHeaders().getFirst("Authorization");
            boolean known = key != null && key.contains(KNOWN);
            byte[] body = (known ? LIST : UNKNOWN).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(known ? 200 : 403, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
      server.start();
    }

    int port() {
      return server.getAddress().getPort();
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
