package com.posthog.doctor.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.posthog.doctor.support.BadServer;
import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.ServerProcess;
import com.posthog.doctor.support.ServiceCheckout;
import com.posthog.doctor.support.StorageServer;
import com.posthog.doctor.support.WebServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A real S3 server, s3rver, with each fault made for real. */
@Tag("real")
class StorageRealTest {
  private static final String PROJECT = "doctorstorage";

  @TempDir Path temporary;

  /** A doctor with the keys that the server knows. */
  private Doctor doctor(int port) throws IOException {
    return ServiceCheckout.of(temporary, PROJECT)
        .storage(port)
        .doctor()
        .with("OBJECT_STORAGE_ACCESS_KEY_ID", StorageServer.KEY)
        .with("OBJECT_STORAGE_SECRET_ACCESS_KEY", StorageServer.KEY);
  }

  private static Doctor.Run check(Doctor doctor) {
    return doctor.check("storage.answers", "storage.credentials", "storage.buckets");
  }

  @Test
  void storageWithEveryBucketPassesAndOneThatIsMissingIsNamed() throws IOException {
    assumeTrue(StorageServer.installed(), "s3rver is not installed");
    int port = ServerProcess.freePort();
    Doctor doctor = doctor(port);
    try (StorageServer server =
        StorageServer.start(temporary, port, "posthog", "ducklake-dev", "ai-blobs")) {
      Doctor.Run run = check(doctor);
      run.expect("storage.answers", "pass", "answers at localhost:" + server.port());
      run.expect("storage.credentials", "pass", "takes the key");
      assertEquals("pass", run.status("storage.buckets"), run.out());
      assertEquals(3, run.findings("storage.buckets").size(), run.out());
    }
    try (StorageServer server = StorageServer.start(temporary, port, "posthog")) {
      Doctor.Run run = check(doctor);
      run.expect("storage.buckets", "fail", "The bucket ai-blobs is missing; the object storage");
      run.expect("storage.buckets", "pass", "The bucket posthog is there");
      assertEquals(port, server.port());
    }
  }

  @Test
  void aKeyThatTheServerDoesNotKnowIsRefused() throws IOException {
    assumeTrue(StorageServer.installed(), "s3rver is not installed");
    try (StorageServer server = StorageServer.start(temporary, "posthog")) {
      Doctor doctor = doctor(server.port());
      Doctor.Run unknown =
          check(doctor.with("OBJECT_STORAGE_ACCESS_KEY_ID", "object_storage_root_user"));
      unknown.expect("storage.answers", "pass", "answers at");
      unknown.expect("storage.credentials", "fail", "does not know the key");
      assertEquals("blocked", unknown.status("storage.buckets"));
      check(doctor).expect("storage.credentials", "pass", "takes the key");
    }
  }

  /** s3rver takes any signature of a key that it knows, so a page says what SeaweedFS would. */
  @ParameterizedTest
  @CsvSource({
    "SignatureDoesNotMatch, with another secret",
    "RequestTimeTooSkewed, The clocks of this machine",
    "AccessDenied, refuses the key"
  })
  void whyTheKeysAreRefusedIsToldApart(String code, String words) throws IOException {
    String body = "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code></Error>";
    try (WebServer server = WebServer.local().says("/", 403, body)) {
      Doctor.Run run = check(doctor(server.port()));
      run.expect("storage.answers", "pass", "answers at");
      run.expect("storage.credentials", "fail", words);
      assertEquals("blocked", run.status("storage.buckets"));
    }
  }

  @Test
  void storageThatIsStoppedIsSaidOnlyOfAStackThatWasStarted() throws IOException {
    int port = ServerProcess.freePort();
    Doctor doctor = doctor(port);
    assertEquals("blocked", check(doctor).status("storage.answers"));
    try (TestEngine engine = new TestEngine(temporary)) {
      engine.publish(PROJECT, "db", ServerProcess.freePort() + ":80");
      Doctor.Run run = check(doctor);
      run.expect("storage.answers", "fail", "nothing listens on 127.0.0.1 port " + port);
      assertEquals("blocked", run.status("storage.buckets"));
    }
  }

  @ParameterizedTest
  @EnumSource(BadServer.Kind.class)
  void whateverElseAnswersIsSaidInASentenceWithinTheLimit(BadServer.Kind kind) throws IOException {
    String part =
        switch (kind) {
          case BLACK_HOLE -> "takes connections and says nothing";
          case GARBAGE -> "does not speak the language of object storage";
          case HTTP -> "is a web server, not object storage";
          case SSH -> "is an SSH server, not object storage";
          case DRIP -> "it is not object storage, or stuck";
          case CLOSES -> "hangs up at once";
          case TLS -> "is a server that wants TLS, not object storage";
        };
    try (BadServer server = BadServer.of(kind)) {
      Doctor.Run run = doctor(server.port()).check("storage.answers", "--probe-limit", "2s");
      run.expect("storage.answers", "fail", part);
    }
  }
}
