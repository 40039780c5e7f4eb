package com.posthog.doctor.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.support.ChildDoctor;
import com.posthog.doctor.support.TestCheckout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is not needed is not loaded: start-up is where a doctor loses its users. */
class StartUpTest {
  private static final List<String> DRIVERS =
      List.of(
          "com.github.dockerjava.",
          "org.postgresql.",
          "com.clickhouse.",
          "redis.clients.",
          "org.apache.kafka.",
          "com.fasterxml.jackson.",
          "com.maxmind.",
          "org.snakeyaml.",
          "com.electronwill.",
          "org.apache.commons.exec.",
          "com.google.gson.",
          "org.fusesource.");

  @TempDir Path temporary;

  @Test
  void explainLoadsNoDriver() throws IOException {
    assertLoadsNone(DRIVERS, "explain");
  }

  @Test
  void aCheckOfTheMachineLoadsNoDriver() throws IOException {
    assertLoadsNone(DRIVERS, "check", "host.memory", "--fail-on", "never");
  }

  @Test
  void theVersionLoadsNoCommandLineParserEither() throws IOException {
    List<String> loaded = assertLoadsNone(List.of("picocli.", "com.google.gson."), "--version");
    assertTrue(
        loaded.stream().noneMatch(name -> name.startsWith("com.posthog.doctor.probe.")),
        () -> "probes were loaded: " + loaded);
  }

  @Test
  void aQuickCheckHashesNoRecordByCodeMadeAtRunTime() throws IOException {
    TestCheckout checkout = TestCheckout.of("layered", temporary);
    assertLoadsNone(
        List.of("java.lang.runtime.ObjectMethods"),
        "check",
        "--profile",
        "quick",
        "--fail-on",
        "never",
        "--repo",
        checkout.folder().toString());
  }

  private List<String> assertLoadsNone(List<String> drivers, String... args) throws IOException {
    Path log = temporary.resolve("classes.log");
    ChildDoctor.Ended ended =
        ChildDoctor.in(temporary)
            .withHome(temporary)
            .jvm("-Xlog:class+load=info:file=" + log + ":none")
            .run(args);
    assertEquals(0, ended.code(), ended::err);
    List<String> loaded =
        Files.readAllLines(log).stream().map(line -> line.strip().split(" ", 2)[0]).toList();
    assertTrue(loaded.contains("com.posthog.doctor.cli.Main"), "the log holds no class of ours");
    List<String> wrong =
        loaded.stream().filter(name -> drivers.stream().anyMatch(name::startsWith)).toList();
    assertEquals(List.of(), wrong);
    return loaded;
  }
}
