package com.posthog.doctor.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.support.BadServer;
import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.RedisServer;
import com.posthog.doctor.support.ServerProcess;
import com.posthog.doctor.support.ServiceCheckout;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real Redis of Debian, with each fault made for real. */
@Tag("real")
class RedisRealTest {
  private static final String PROJECT = "doctorredis";

  @TempDir Path temporary;

  private Doctor doctor(int port) throws IOException {
    return ServiceCheckout.of(temporary, PROJECT).redis(port).doctor();
  }

  @Test
  void aRedisAsTheCheckoutStartsItPasses() throws IOException {
    try (RedisServer server = RedisServer.start(temporary)) {
      Doctor.Run run =
          doctor(server.port())
              .check("redis.ping", "redis.version", "redis.policy", "redis.writable");
      run.expect("redis.ping", "pass", "Redis 7.0.15 answers at localhost:" + server.port());
      run.expect("redis.policy", "pass", "redis7 has the policy allkeys-lru");
      run.expect("redis.writable", "pass", "redis7 takes writes");
      // Debian's is older by a minor version, which is worth a word and no more
      run.expect("redis.version", "fail", "7.2 is needed (redis:7.2-alpine)");
      assertEquals(
          java.util.List.of(),
          run.headlines().stream().filter(id -> id.startsWith("redis")).toList());
    }
  }

  @Test
  void aRedisThatIsStoppedIsSaidOnlyOfAStackThatWasStarted() throws IOException {
    int port = ServerProcess.freePort();
    Doctor doctor = doctor(port);
    Doctor.Run none = doctor.check("redis.ping", "redis.policy");
    assertEquals("blocked", none.status("redis.ping"), none.out());
    assertEquals("blocked", none.status("redis.policy"), none.out());
    try (TestEngine engine = new TestEngine(temporary)) {
      engine.publish(PROJECT, "db", ServerProcess.freePort() + ":80");
      Doctor.Run run = doctor.check("redis.ping", "redis.policy");
      run.expect("redis.ping", "fail", "nothing listens on 127.0.0.1 port " + port);
      assertEquals("blocked", run.status("redis.policy"), run.out());
    }
  }

  @Test
  void aRedisThatFollowsAnotherRefusesWrites() throws IOException {
    try (RedisServer master = RedisServer.start(temporary);
        RedisServer server = RedisServer.start(temporary)) {
      Doctor doctor = doctor(server.port());
      server.say("replicaof", "127.0.0.1", String.valueOf(master.port()));
      Doctor.Run run = doctor.check("redis.ping", "redis.writable");
      run.expect(
          "redis.writable", "fail", "redis7 is a read-only replica of 127.0.0.1:" + master.port());
      server.say("replicaof", "no", "one");
      assertTrue(
          doctor.check("redis.writable").messages("redis.writable", "pass").contains("redis7"));
    }
  }

  @Test
  void aRedisThatKeepsEverythingHasTheWrongPolicyAndIsFullAtItsLimit() throws IOException {
    try (RedisServer server = RedisServer.start(temporary)) {
      Doctor doctor = doctor(server.port());
      server.say("config", "set", "maxmemory-policy", "noeviction");
      Doctor.Run run = doctor.check("redis.policy", "redis.writable");
      run.expect("redis.policy", "fail", "policy noeviction; allkeys-lru is needed");
      run.expect("redis.writable", "pass", "redis7 takes writes");
      server.say("config", "set", "maxmemory", "100kb");
      doctor.check("redis.writable").expect("redis.writable", "fail", "redis7 is full (");
      server.say("config", "set", "maxmemory-policy", "allkeys-lru");
      Doctor.Run cured = doctor.check("redis.policy", "redis.writable");
      cured.expect("redis.policy", "pass", "allkeys-lru");
      cured.expect("redis.writable", "pass", "redis7 takes writes");
    }
  }

  @Test
  void aRedisThatCannotSaveRefusesWrites() throws IOException {
    try (RedisServer server = RedisServer.start(temporary)) {
      Doctor doctor = doctor(server.port());
      server.say("config", "set", "dbfilename", "dump.rdb");
      server.say("set", "key", "value");
      server.breakSaving();
      doctor.check("redis.writable").expect("redis.writable", "fail", "could not save its data");
      server.say("config", "set", "stop-writes-on-bgsave-error", "no");
      doctor.check("redis.writable").expect("redis.writable", "pass", "redis7 takes writes");
    }
  }

  @Test
  void aClusterWithoutSlotsIsDown() throws IOException {
    int port = ServerProcess.freePort();
    try (RedisServer server = RedisServer.start(temporary, port, "--cluster-enabled", "yes")) {
      Doctor doctor = doctor(port);
      doctor.check("redis.writable").expect("redis.writable", "fail", "a cluster that is down");
      assertEquals(port, server.port());
    }
  }

  @Test
  void aPasswordIsAskedForAndTaken() throws IOException {
    try (RedisServer server = RedisServer.start(temporary)) {
      Doctor doctor = doctor(server.port());
      server.say("config", "set", "requirepass", "open-sesame");
      Doctor.Run without = doctor.check("redis.ping");
      without.expect("redis.ping", "fail", "asks for a password, and REDIS_URL");
      String url = "redis://:%s@localhost:" + server.port() + "/1";
      Doctor.Run wrong =
          doctor.with("REDIS_URL", String.format(url, "wrong-words")).check("redis.ping");
      wrong.expect("redis.ping", "fail", "refuses the login: WRONGPASS");
      assertTrue(!wrong.out().contains("wrong-words"), "a password is in the report");
      Doctor.Run right =
          doctor.with("REDIS_URL", String.format(url, "open%2Dsesame")).check("redis.ping");
      right.expect("redis.ping", "pass", "Redis 7.0.15 answers");
      assertTrue(!right.out().contains("sesame"), "a password is in the report");
    }
  }

  @ParameterizedTest
  @EnumSource(BadServer.Kind.class)
  void whateverElseAnswersIsSaidInASentenceWithinTheLimit(BadServer.Kind kind) throws IOException {
    String part =
        switch (kind) {
          case BLACK_HOLE -> "takes connections and says nothing; redis7 is needed there";
          case GARBAGE -> "does not speak the language of Redis; redis7 is needed there";
          case HTTP -> "is a web server, not Redis; redis7 is needed there";
          case SSH -> "is an SSH server, not Redis; redis7 is needed there";
          case DRIP -> "it is not Redis, or stuck; redis7 is needed there";
          case CLOSES -> "hangs up at once; redis7 is needed there";
          case TLS -> "is a server that wants TLS, not Redis; redis7 is needed there";
        };
    try (BadServer server = BadServer.of(kind)) {
      Doctor.Run run = doctor(server.port()).check("redis.ping", "--probe-limit", "2s");
      run.expect("redis.ping", "fail", part);
    }
  }
}
