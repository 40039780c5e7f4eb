package com.posthog.doctor.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.TestCheckout;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets of every known shape, planted everywhere: none may come out again. */
class SecretsTest {
  private static final String CANARY = "c4n4ryc4n4ryc4n4ry";

  /** Names and values, each value with the canary in the place of its secret. */
  private static final Map<String, String> PLANTED = new LinkedHashMap<>();

  static {
    PLANTED.put("OPENAI_API_KEY", CANARY);
    PLANTED.put("PGPASSWORD", CANARY);
    PLANTED.put("SECRET_KEY", CANARY);
    PLANTED.put("SLACK_APP_CLIENT_SECRET", CANARY);
    PLANTED.put("POSTHOG_PERSONAL_API_KEY", "phx_" + CANARY);
    PLANTED.put("PLAIN_ONE", "sk-" + CANARY);
    PLANTED.put("PLAIN_TWO", "ghp_" + CANARY);
    PLANTED.put("PLAIN_THREE", "AKIA" + CANARY);
    PLANTED.put("PLAIN_FOUR", "eyJ" + CANARY + "." + CANARY + "." + CANARY);
    PLANTED.put("PLAIN_FIVE", "https://hooks.slack.com/services/T1/B1/" + CANARY);
    PLANTED.put("PLAIN_SIX", "http://localhost/?a=1&password=" + CANARY);
    PLANTED.put("PLAIN_SEVEN", "Authorization: Bearer " + CANARY);
    PLANTED.put("DATABASE_URL", "postgres://posthog:" + CANARY + "@somewhere:5432/posthog");
    PLANTED.put("PERSONS_DATABASE_URL", "postgres://u:" + CANARY + "@localhost:5434/posthog");
    PLANTED.put("REDIS_URL", "redis://:" + CANARY + "@redis:6379/");
    PLANTED.put("SOME_URL", "postgres://u:p@ss/" + CANARY + "@localhost/x");
    PLANTED.put("OTHER_URL", "postgres://u:" + CANARY);
    PLANTED.put("EMAIL_HOST_PASSWORD", CANARY);
    PLANTED.put("SENTRY_DSN", "https://" + CANARY + "@sentry.example.com/1");
  }

  @TempDir Path temporary;

  @Test
  void noneOfTheShellOrTheFilesComesOutInAnyFormat() {
    assertEquals(19, PLANTED.size());
    for (String era : List.of("layered", "handbook")) {
      TestCheckout checkout = TestCheckout.of(era, temporary.resolve(era));
      String own = era.equals("layered") ? ".env.local" : ".env";
      StringBuilder file = new StringBuilder();
      PLANTED.forEach(
          (name, value) -> {
            String quote = own.equals(".env") ? "'" : "";
            file.append(name).append('=').append(quote).append(value).append('x').append(quote);
            file.append('\n');
          });
      file.append("PEM=\"-----BEGIN\n").append(CANARY).append("\n-----END\"\n");
      file.append(CANARY).append("\n").append("-").append(CANARY).append(" = 1\n");
      checkout.write(own, file.toString());
      Doctor doctor = Doctor.in(checkout.folder());
      assertClean(doctor.run("check", "env", "checkout.env-files"));
      for (Map.Entry<String, String> one : PLANTED.entrySet()) {
        doctor = doctor.with(one.getKey(), one.getValue());
      }
      doctor = doctor.with("MANY_LINES", "one\n" + CANARY);
      Doctor.Run text = assertClean(doctor.run("check", "env", "checkout.env-files"));
      assertTrue(text.out().contains("DATABASE_URL"), text.out());
      Doctor.Run json = assertClean(doctor.check("env"));
      assertEquals("fail", json.status("env.database-url"), json.out());
      Doctor.Run snapshot = assertClean(doctor.run("snapshot"));
      assertTrue(snapshot.out().contains("PLAIN_SEVEN"), snapshot.err());
    }
  }

  private static Doctor.Run assertClean(Doctor.Run run) {
    assertFalse(run.out().contains(CANARY), () -> around(run.out()));
    assertFalse(run.err().contains(CANARY), () -> around(run.err()));
    return run;
  }

  private static String around(String text) {
    int at = text.indexOf(CANARY);
    return text.substring(Math.max(0, at - 120), Math.min(text.length(), at + 60));
  }
}
