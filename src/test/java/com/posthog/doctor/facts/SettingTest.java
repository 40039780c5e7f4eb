package com.posthog.doctor.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What of a value may be seen. */
class SettingTest {

  @Test
  void namesThatSpeakOfSecretsHideTheirValues() {
    List<String> names =
        List.of(
            "OPENAI_API_KEY",
            "PGPASSWORD",
            "GITHUB_TOKEN",
            "SLACK_APP_CLIENT_SECRET",
            "DB_PASS",
            "REDIS_PASSWD",
            "ENCRYPTION_SALT_KEYS",
            "SENTRY_DSN",
            "NPM_AUTH",
            "MY_CREDENTIALS",
            "GH_PAT",
            "SESSION_COOKIE",
            "OIDC_RSA_PRIVATE_KEY",
            "DB_PWD",
            "apikey",
            "OTEL_EXPORTER_OTLP_HEADERS");
    for (String name : names) {
      assertEquals("(hidden)", Setting.of(name, "canary-of-the-test").shown(), name);
    }
  }

  @Test
  void namesThatOnlyLookLikeThatDoNot() {
    for (String name : List.of("PWD", "OLDPWD", "SSH_AUTH_SOCK", "KEYBOARD", "MONKEYS", "AUTHOR")) {
      assertEquals("/home/ada", Setting.of(name, "/home/ada").shown(), name);
    }
  }

  @Test
  void whatPostHogPublishesIsShown() {
    assertEquals("apppass", Setting.of("CLICKHOUSE_APP_PASSWORD", "apppass").shown());
    assertEquals("1", Setting.of("ALLOW_DEV_API_KEY_REVEAL", "1").shown());
    assertEquals(
        "postgres://posthog:posthog@db:5432/posthog",
        Setting.of("DATABASE_URL", "postgres://posthog:posthog@db:5432/posthog").shown());
    assertEquals("op://Vault/Item", Setting.of("OPENAI_API_KEY", "op://Vault/Item").shown());
  }

  @Test
  void thePasswordOfAUrlIsHiddenWhateverItHolds() {
    Map<String, String> shown =
        Map.of(
            "postgres://u:canary@h:1/d", "postgres://u:***@h:1/d",
            "redis://:canary@h", "redis://:***@h",
            "postgres://u:can@ry@h/d", "postgres://u:***@h/d",
            "postgres://u:can/ry@h/d", "postgres://u:***@h/d",
            "postgres://u:canary", "postgres://u:***",
            "a://u:canary@h,b://v:canary@i", "a://u:***@h,b://v:***@i",
            "http://h:8123/x?password=canary&y=1", "http://h:8123/x?password=***&y=1",
            "https://canary-canary-canary@h/x", "https://***@h/x");
    shown.forEach((raw, seen) -> assertEquals(seen, Setting.of("X", raw).shown()));
  }

  @Test
  void urlsWithoutPasswordsStayAsTheyAre() {
    for (String plain :
        List.of(
            "http://localhost:8010/x",
            "http://[::1]:8123/",
            "postgres://u@h/d",
            "kafka:9092",
            "http://a:1,b:2/x",
            "http://localhost:${PORT}/")) {
      assertFalse(Setting.of("X", plain).hidden(), plain);
    }
  }

  @Test
  void tokensAreToldByTheirForm() {
    List<String> tokens =
        List.of(
            "sk-abcdefghijklmnop1234",
            "ghp_abcdefghijklmnopqrst1234",
            "xoxb-123456789012-abcdef",
            "phx_abcdefghijklmnop",
            "AKIAABCDEFGHIJKLMNOP",
            "eyJhbGciOiJI.eyJzdWIiOiIx.abcdef",
            "https://hooks.slack.com/services/T000/B000/canarycanary",
            "Bearer abcdefghijklmnop");
    for (String token : tokens) {
      Setting setting = Setting.of("PLAIN", "before " + token + " after");
      assertTrue(setting.hidden(), token);
      assertTrue(setting.shown().startsWith("before "), setting.shown());
      assertTrue(setting.shown().endsWith(" after"), setting.shown());
    }
    assertEquals("task-force-of-the-world", Setting.of("X", "task-force-of-the-world").shown());
  }

  @Test
  void severalLinesAndKeysAreHidden() {
    assertEquals("(hidden)", Setting.of("X", "one\ntwo").shown());
    assertEquals("(hidden)", Setting.of("X", "-----BEGIN PRIVATE KEY-----\\nabc").shown());
  }

  @Test
  void secretsAreComparedWithoutBeingShown() {
    assertTrue(Setting.of("A_KEY", "canary").sameAs(Setting.of("B_KEY", "canary")));
    assertFalse(Setting.of("A_KEY", "canary").sameAs(Setting.of("A_KEY", "other")));
    assertFalse(Setting.of("A_KEY", "canary").toString().contains("canary"));
  }
}
