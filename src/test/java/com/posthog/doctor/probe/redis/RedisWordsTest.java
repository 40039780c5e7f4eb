package com.posthog.doctor.probe.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.facts.FactTree;
import com.posthog.doctor.facts.RedisFacts;
import com.posthog.doctor.facts.SettingsFacts;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a Redis says of itself, and where the checkout says that it is. */
class RedisWordsTest {
  private static final Contact HERE =
      FactTree.read(Contact.class, Map.of("service", "redis7", "stage", "ready"));

  private static Map<String, Object> service(String name, String image, int port) {
    return Map.of(
        "name",
        name,
        "image",
        image,
        "active",
        true,
        "source",
        "docker-compose.dev.yml:10",
        "command",
        "redis-server --maxmemory-policy allkeys-lru --maxmemory 200mb",
        "ports",
        List.of(Map.of("host", port, "container", 6379, "source", "dev.yml:" + port)));
  }

  private static ComposeFacts stack() {
    return FactTree.read(
        ComposeFacts.class,
        Map.of(
            "services",
            List.of(
                service("redis", "redis:6.2.7-alpine", 6379),
                service("redis7", "registry.example.com:5000/redis:7.2-alpine", 6479),
                service("proxy", "caddy", 8010))));
  }

  private static RedisFacts read(String info) {
    return new RedisInfo(info).facts(HERE, stack().services().get(1), false, "");
  }

  @Test
  void aServerSaysItsVersionItsPolicyAndItsMemory() {
    RedisFacts redis =
        read(
            "# Server\r\nredis_version:7.2.4\r\nexecutable:/data/redis-server\r\n\r\n# Memory\r\n"
                + "used_memory:1024\r\nmaxmemory:209715200\r\nmaxmemory_policy:allkeys-lru\r\n"
                + "# Replication\r\nrole:master\r\n");
    assertEquals("Redis", redis.product());
    assertEquals("7.2.4", redis.version());
    assertEquals("7.2", redis.required());
    assertEquals("allkeys-lru", redis.policyRequired());
    assertEquals("allkeys-lru", redis.policy());
    assertEquals(209715200, redis.maxMemoryBytes());
    assertEquals("/data/redis-server", redis.program());
    assertFalse(redis.readOnly());
  }

  @Test
  void aReplicaNamesItsMaster() {
    RedisFacts redis =
        read(
            "redis_version:6.2.7\nrole:slave\nmaster_host:10.0.0.5\nmaster_port:6379\n"
                + "master_link_status:down\nslave_read_only:1\n");
    assertTrue(redis.readOnly());
    assertFalse(redis.masterUp());
    assertEquals("10.0.0.5:6379", redis.master());
  }

  @Test
  void aValkeyCountsAsItsImageDoes() {
    String info = "redis_version:7.2.4\nserver_name:valkey\nvalkey_version:8.1.3\n";
    RedisFacts inPlaceOfRedis = read(info);
    assertEquals("Valkey", inPlaceOfRedis.product());
    assertEquals("7.2.4", inPlaceOfRedis.version());
    ComposeFacts.Service valkey =
        FactTree.read(
            ComposeFacts.Service.class,
            service("valkey-cluster", "valkey/valkey:8.1-alpine", 6390));
    assertEquals("8.1.3", new RedisInfo(info).facts(HERE, valkey, false, "").version());
  }

  @Test
  void aTagHasAVersionAsFarAsItHasNumbers() {
    assertEquals("7.2", RedisInfo.versionIn("redis:7.2-alpine"));
    assertEquals("6.2.7", RedisInfo.versionIn("redis:6.2.7"));
    assertEquals("7", RedisInfo.versionIn("host:5000/redis:7.-x"));
    assertEquals("", RedisInfo.versionIn("host:5000/redis"));
    assertEquals("", RedisInfo.versionIn("redis:latest"));
  }

  private static RedisPlace place(String name, String url) throws IOException {
    Map<String, Object> value =
        Map.of("setting", url, "layer", "shell", "source", "shell environment");
    SettingsFacts settings =
        FactTree.read(SettingsFacts.class, Map.of("values", Map.of("REDIS_URL", value)));
    return RedisPlace.of(name, stack(), Optional.of(settings));
  }

  @Test
  void withoutAUrlEachServiceIsAtItsPublishedPort() throws IOException {
    RedisPlace place = RedisPlace.of("redis7", stack(), Optional.empty());
    assertEquals("localhost", place.place().name());
    assertEquals(6479, place.place().port());
    assertEquals("dev.yml:6479", place.place().source());
  }

  @Test
  void aUrlIsForTheServiceThatItNamesOrWhosePortItHas() throws IOException {
    assertEquals("redis7", place("redis7", "redis://redis7/").place().name());
    assertEquals(6379, place("redis7", "redis://redis7/").place().port());
    assertEquals("localhost", place("redis", "redis://redis7/").place().name());
    assertEquals("127.0.0.1", place("redis7", "redis://127.0.0.1:6479").place().name());
    assertEquals("dev.yml:6379", place("redis", "redis://127.0.0.1:6479").place().source());
  }

  @Test
  void aUrlOfNoServiceReplacesTheFirst() throws IOException {
    RedisPlace place = place("redis", "redis://:secret@cache.example.com:7000/1");
    assertEquals("cache.example.com", place.place().name());
    assertEquals(7000, place.place().port());
    assertEquals("secret", place.password());
    assertEquals("localhost", place("redis7", "redis://cache.example.com:7000").place().name());
  }

  @Test
  void aUrlThatAsksForTlsIsNotLookedInto() {
    IOException refused =
        assertThrows(IOException.class, () -> place("redis7", "rediss://redis7:6379"));
    assertTrue(String.valueOf(refused.getMessage()).contains("asks for TLS"));
  }

  @Test
  void anUnknownServiceIsAnError() {
    assertThrows(IOException.class, () -> place("other", "redis://redis7"));
  }
}
