package com.posthog.doctor.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Servers are told by the first bytes that they say. */
class StrangerTest {

  private static String name(String heard) {
    return Stranger.name(heard.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void commonServersAreToldByTheirFirstBytes() {
    assertEquals("a web server", name("HTTP/1.1 400 Bad Request\r\n"));
    assertEquals("an SSH server", name("SSH-2.0-OpenSSH_9.6\r\n"));
    assertEquals("a server that wants TLS", name("\u0015\u0003\u0003\u0000\u0002\u0002F"));
    assertEquals("a Redis", name("-ERR wrong number of arguments for 'get' command\r\n"));
    assertEquals("a mail or file server", name("220 mail.example.com ESMTP\r\n"));
    assertEquals("a MySQL or MariaDB", name("J\0\0\0\n8.0.36\0"));
  }

  @Test
  void whatIsNotKnownHasNoName() {
    assertEquals("", name(""));
    assertEquals("", name("hello"));
    assertEquals("", name("N"));
  }
}
