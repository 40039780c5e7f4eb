package com.posthog.doctor.symptom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShownTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "postgres://me:topsecret1@db/x | postgres://me:***@db/x",
        "redis://:hunter22@redis:6379 | redis://:***@redis:6379",
        "GET /x?token=abcdefghijk&y=1 | GET /x?token=***&y=1",
        "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY | aws_secret_access_key = ***",
        "id AKIAIOSFODNN7EXAMPLE | id ***",
        "Authorization: Bearer abcdefghijkl | Authorization: Bearer ***",
        "Authorization: Basic dXNlcjpwYXNz | Authorization: Basic ***",
        "'Authorization': 'Token abcdefghijkl' | 'Authorization': 'Token ***'",
        "phx_abcdefghijklmnop1234 | ***",
        "key phc_abcdefghijklmnop1234, | key ***,",
        "-----BEGIN RSA PRIVATE KEY-----MIIEpAIBAAKC | -----BEGIN RSA PRIVATE KEY-----***",
        "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj | ***",
        "jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3 | jwt ***",
        "\"token\":\"correcthorsebattery\" | \"token\":\"***\"",
        "{\"password\": \"p\\\"q1234567\"} | {\"password\": \"***\"}",
        "{\\\"api_key\\\":\\\"abcdefghi\\\"} | {\\\"api_key\\\":\\\"***\\\"}",
        "PASSWORD='correct horse' | PASSWORD='***'",
        "DJANGO_SECRET_KEY=abcdefabcdef | DJANGO_SECRET_KEY=***",
        "X-Api-Key: abcdefghijklmnop | X-Api-Key: ***",
        "psql --password hunter22 db | psql --password *** db",
        "Cookie: sessionid=abc; csrftoken=zzz | Cookie: ***",
      })
  void aSecretIsNotShown(String text, String shown) {
    assertEquals(shown, ShownText.of(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password authentication failed for user \"posthog\"",
        "Error: token is invalid",
        "the token: expired",
        "secret: /run/secrets/key",
        "TOKEN: $KEY is not set",
        "Bind for 0.0.0.0:5432 failed: port is already allocated",
        "sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
      })
  void whatIsNoSecretStays(String text) {
    assertEquals(text, ShownText.of(text));
  }

  @Test
  void noLineTakesLong() {
    for (String part : List.of("token", "--secret ", "password-", "a", "\\\"", "://", "Bearer ")) {
      assertTimeout(Duration.ofSeconds(5), () -> ShownText.of(part.repeat(5000)));
    }
  }
}
