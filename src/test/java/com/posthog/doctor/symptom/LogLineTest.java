package com.posthog.doctor.symptom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogLineTest {
  private static final LineForm FORM = new LineForm("", Set.of("db", "redis7", "web"));

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "posthog-db-1  | FATAL: no; db; FATAL: no",
        "db_1 | FATAL: no; db; FATAL: no",
        "redis7  | oops; redis7; oops",
        "[web] oops; web; oops",
        "name | count; ~~; count",
        "kafka-1 | oops; kafka; oops",
        "db-1 | 2026-03-01 10:00:00.123 UTC [7] FATAL: no; db; [7] FATAL: no",
        "2026-03-01T10:00:00.123456Z oops; ~~; oops",
        "[2026-03-01 10:00:00,123] oops; ~~; oops",
        "2026/03/01 10:00:00 oops; ~~; oops",
        "Mar  1 10:00:00 oops; ~~; oops",
        "1:M 01 Mar 2026 10:00:00.123 # oops; ~~; # oops",
        "10:00:00 AM oops; ~~; oops",
        "E[33mdb-1  | E[0moops; db; oops",
        "plain: words; ~~; plain: words",
      })
  void whatIsAroundAMessageIsTakenOff(String raw, String service, String text) {
    LogLine line = LogLine.of(raw.replace("E[", "\u001b["), FORM);
    assertEquals(service, line.service());
    assertEquals(text, line.text());
  }

  @Test
  void theValuesOfJsonAreMeant() {
    LogLine line =
        LogLine.of(
            "{\"log\":\"{\\\"msg\\\":\\\"a \\\\\\\"b\\\\\\\"\\\"}\\n\",\"n\":1,\"u\":\"\\u2716\"}",
            FORM);
    assertTrue(line.texts().contains("a \"b\""), () -> line.texts().toString());
    assertTrue(line.texts().contains("\u2716"), () -> line.texts().toString());
  }

  @Test
  void jsonThatIsCutLosesItsBackslashesAtLeast() {
    LogLine line = LogLine.of("role \\\"posthog\\\" does not exist\"}", FORM);
    assertTrue(line.texts().contains("role \"posthog\" does not exist\"}"));
  }

  @Test
  void secretsAndControlCharactersAreNotShown() {
    assertEquals("PASSWORD=*** x", ShownText.of("PASSWORD=hunter22 \u0007x").replaceAll(" +", " "));
    assertEquals("{\"api_key\": \"***\"}", ShownText.of("{\"api_key\": \"abc123def\"}"));
    assertEquals("Authorization: Bearer ***", ShownText.of("Authorization: Bearer a1b2c3d4e5f6"));
    assertEquals("set-cookie: ***", ShownText.of("set-cookie: sessionid=abc; csrftoken=def"));
    assertEquals("curl -u me:*** x", ShownText.of("curl -u me:secret x"));
    assertEquals("docker run -u 1000:1000 x", ShownText.of("docker run -u 1000:1000 x"));
    String begin = "-----BEGIN RSA PRIVATE KEY-----";
    assertEquals(begin + "***", ShownText.of(begin + "MIIEpAIBAAKCAQEA7 more"));
    assertEquals("postgres://me:***@db/x", ShownText.of("postgres://me:topsecret1@db/x"));
    assertEquals(
        "password authentication failed for user \"posthog\"",
        ShownText.of("password authentication failed for user \"posthog\""));
    assertTrue(ShownText.of("x".repeat(5000)).length() < 310);
  }
}
