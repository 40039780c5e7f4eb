package com.posthog.doctor.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.posthog.doctor.support.BadServer;
import com.posthog.doctor.support.BadStack;
import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.Leftovers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every server of the stack and of the app is bad in the same way, all at once. */
@Tag("real")
class AllBadServersRealTest {
  /** The checks that meet the servers first; all others of a server wait for one of these. */
  private static final List<String> FIRST =
      List.of(
          "postgres.login",
          "clickhouse.login",
          "redis.ping",
          "kafka.broker",
          "zookeeper.answers",
          "storage.answers",
          "temporal.answers",
          "maildev.answers",
          "jaeger.answers",
          "app.web",
          "app.proxy",
          "app.ready",
          "app.plugin-server",
          "app.capture",
          "app.flags",
          "app.frontend");

  /** The name of a class, or a line of a stack. */
  private static final Pattern MACHINERY =
      Pattern.compile(
          "[a-z]Exception|[a-z]Error\\b|\\b(?:java|javax|org|com|redis|io)\\.[a-z]+\\.[a-zA-Z]"
              + "|\\bat [a-z]+\\.[a-z]+\\.|\\bnull\\b");

  @TempDir Path temporary;

  private static Duration timed(Runnable run) {
    long start = System.nanoTime();
    run.run();
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static String told(Doctor.Run run) {
    StringBuilder text = new StringBuilder();
    for (JsonObject finding : run.findings("")) {
      for (String field : List.of("check", "status", "message")) {
        text.append(finding.get(field).getAsString()).append("  ");
      }
      text.append('\n');
    }
    return text + run.err();
  }

  private static void sentences(Doctor.Run run) {
    assertTrue(run.code() == 1 || run.code() == 3, () -> run.code() + told(run));
    assertEquals("", run.err());
    for (JsonObject finding : run.findings("")) {
      String message = finding.get("message").getAsString();
      assertFalse(message.isBlank(), finding::toString);
      assertFalse(MACHINERY.matcher(message).find(), finding::toString);
      finding
          .getAsJsonArray("evidence")
          .forEach(
              one -> {
                String value = one.getAsJsonObject().get("value").getAsString();
                assertFalse(MACHINERY.matcher(value).find(), finding::toString);
              });
    }
  }

  @ParameterizedTest
  @EnumSource(BadServer.Kind.class)
  void eachIsToldInASentenceBeforeTheLimitOfOneProbe(BadServer.Kind kind) throws IOException {
    try (BadStack stack = new BadStack(kind, temporary)) {
      assertTrue(stack.servers() > 30, () -> stack.servers() + " servers");
      Doctor.Run[] run = new Doctor.Run[1];
      Doctor doctor = stack.doctor();
      doctor.check("--profile", "quick"); // what is loaded once
      Leftovers leftovers = Leftovers.before();
      Duration took =
          timed(
              () ->
                  run[0] =
                      doctor.check(
                          "--profile", "services", "--probe-limit", "3s", "--deadline", "20s"));
      assertEquals(List.of(), leftovers.threads());
      sentences(run[0]);
      for (String check : FIRST) {
        if (kind == BadServer.Kind.HTTP && check.equals("jaeger.answers")) {
          continue; // a page is all that Jaeger shows
        }
        String status = run[0].status(check);
        assertTrue(
            status.equals("fail") || status.equals("unknown"),
            () -> check + " is " + status + told(run[0]));
      }
      assertTrue(stack.visited() >= 15, () -> stack.visited() + " servers were talked to");
      assertEquals(0, stack.left(), "connections are still open");
      // one limit and what the judging takes, never one limit after another
      assertTrue(took.compareTo(Duration.ofSeconds(6)) < 0, () -> took + told(run[0]));
    }
  }

  @Test
  void theDeadlineEndsAllOfThem() throws IOException {
    try (BadStack stack = new BadStack(BadServer.Kind.BLACK_HOLE, temporary)) {
      Doctor doctor = stack.doctor();
      doctor.check("--profile", "quick"); // what is loaded once
      Doctor.Run[] run = new Doctor.Run[1];
      Duration took =
          timed(() -> run[0] = doctor.check("--profile", "services", "--deadline", "1s"));
      sentences(run[0]);
      assertTrue(took.compareTo(Duration.ofSeconds(2)) < 0, () -> took + told(run[0]));
    }
  }
}
