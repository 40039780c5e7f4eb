package com.posthog.doctor.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** URLs of services, as people write them. */
class ServiceUrlTest {

  private static Optional<ServiceUrl> url(
      String scheme, String user, String password, String host, int port) {
    return Optional.of(new ServiceUrl(scheme, user, password, host, port));
  }

  @Test
  void aUrlHasAHostAndMayHaveMore() {
    assertEquals(url("redis", "", "", "redis7", 6379), ServiceUrl.parse("redis://redis7:6379/"));
    assertEquals(url("redis", "", "", "localhost", 0), ServiceUrl.parse(" REDIS://LocalHost?a=b "));
    assertEquals(url("http", "", "", "::1", 19000), ServiceUrl.parse("http://[::1]:19000"));
    assertEquals(url("http", "", "", "::1", 0), ServiceUrl.parse("http://[::1]"));
  }

  @Test
  void aLoginIsDecoded() {
    assertEquals(
        url("redis", "me", "p@ss:+/", "h", 1), ServiceUrl.parse("redis://me:p%40ss:+%2F@h:1/0"));
    assertEquals(url("redis", "", "50%", "h", 0), ServiceUrl.parse("redis://:50%@h"));
  }

  @Test
  void nonsenseIsNoUrl() {
    for (String text :
        new String[] {
          "",
          "redis7:6379",
          "://x",
          "redis://",
          "redis:///0",
          "redis://h:port",
          "redis://h:99999",
          "redis://[::1",
          "unix:///var/run/redis.sock"
        }) {
      assertEquals(Optional.empty(), ServiceUrl.parse(text), text);
    }
  }

  @Test
  void someNamesAreThisMachineAndOthersAreNot() {
    assertTrue(ServiceUrl.isLocal("localhost"));
    assertTrue(ServiceUrl.isLocal("127.0.0.1"));
    assertTrue(ServiceUrl.isLocal("::1"));
    assertFalse(ServiceUrl.isLocal("redis7"));
  }
}
