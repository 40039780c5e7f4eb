package com.posthog.doctor.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonObject;
import com.posthog.doctor.support.Doctor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * One fault, one headline: every fault is made on the real stack, told by the one check that it
 * belongs to, and taken away again. Pairs of independent faults give two. {@code
 * -Dfault=WORDS|WORDS} makes only those whose name has the words; {@code -Dfault.debug=true} prints
 * what was found.
 */
@Tag("real")
class FaultsRealTest {
  /** What is about this machine and not about the stack. */
  private static final String MACHINE = "docker.memory,docker.cpus,docker.disk";

  private static final String ONLY = System.getProperty("fault", "");

  private static final Table TABLE = new Table();

  @TempDir static Path temporary;
  private static Stack stack;

  /** Why the stack can no longer be judged; empty while it can. */
  private static String broken = "";

  @BeforeAll
  static void start() throws Exception {
    stack = Stack.start(temporary);
  }

  @AfterAll
  static void stop() {
    if (stack != null) {
      stack.close();
    }
  }

  @Test
  void thereAreFortyFaultsAndTenPairsAtLeast() {
    List<Fault> all = Faults.all();
    assertTrue(all.size() >= 40, () -> all.size() + " faults");
    assertEquals(all.size(), all.stream().map(Fault::name).distinct().count());
    assertTrue(Faults.pairs().size() >= 10, () -> Faults.pairs().size() + " pairs");
  }

  @TestFactory
  Stream<DynamicTest> eachFaultHasOneHeadlineAndTwoHaveTwo() {
    Stream<DynamicTest> healthy =
        Stream.of(dynamicTest("nothing", () -> tells(Set.of(), "nothing", Map.of())));
    Stream<DynamicTest> faults =
        Faults.all().stream()
            .filter(fault -> wanted(fault.name()))
            .map(fault -> dynamicTest(fault.name(), () -> make(fault)));
    Stream<DynamicTest> pairs =
        Faults.pairs().stream()
            .filter(pair -> wanted(pair.name()))
            .map(pair -> dynamicTest(pair.name(), () -> make(pair)));
    Stream<DynamicTest> table =
        ONLY.isEmpty() ? Stream.of(dynamicTest("the page says so", this::page)) : Stream.empty();
    return Stream.of(healthy, faults, pairs, table).flatMap(all -> all);
  }

  @TestFactory
  Stream<DynamicTest> waitingEndsEarlyForWhatNoWaitingTakesAway() {
    return Faults.lasting().stream()
        .filter(fault -> wanted(fault.name()))
        .map(fault -> dynamicTest(fault.name(), () -> waitFor(fault)));
  }

  private static boolean wanted(String name) {
    return Stream.of(ONLY.split("\\|", -1)).anyMatch(name::contains);
  }

  private static void waitFor(Fault fault) throws Exception {
    try {
      made(fault);
      String check = fault.headline().split(" ", 2)[0];
      Instant start = Instant.now();
      Doctor.Run run = stack.doctor().check("--wait", "5m", "--profile", "services", check);
      assertTrue(Duration.between(start, Instant.now()).toMinutes() < 2, run.err());
      assertTrue(run.err().contains("does not get better by itself"), run.err() + run.out());
      assertEquals(1, run.code());
    } finally {
      mend(fault);
    }
  }

  private void page() throws Exception {
    if (Boolean.getBoolean("fixtures.write")) {
      TABLE.write();
    }
    assertEquals(TABLE.text(), Table.onFile());
  }

  private static void make(Fault fault) throws Exception {
    try {
      tells(Set.of(fault.headline()), fault.name(), made(fault));
    } finally {
      mend(fault);
    }
  }

  private static Map<String, String> made(Fault fault) throws Exception {
    assertEquals("", broken, "the stack is no longer what it was");
    return fault.make().on(stack);
  }

  private static void mend(Fault fault) throws Exception {
    String before = broken;
    broken = "it was not mended: " + fault.name();
    fault.mend().on(stack);
    broken = before;
  }

  private static void make(Faults.Pair pair) throws Exception {
    Set<String> both = Set.of(pair.one().headline(), pair.other().headline());
    assertEquals(2, both.size());
    try {
      Map<String, String> variables = new TreeMap<>(made(pair.one()));
      try {
        variables.putAll(made(pair.other()));
        tells(both, pair.name(), variables);
      } finally {
        mend(pair.other());
      }
    } finally {
      mend(pair.one());
    }
  }

  /** The doctor tells exactly these headlines. */
  private static void tells(Set<String> expected, String fault, Map<String, String> variables) {
    Doctor doctor = stack.doctor();
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      doctor = doctor.with(variable.getKey(), variable.getValue());
    }
    Doctor.Run run =
        doctor.check(
            "--profile", "services", "--skip", MACHINE, "--probe-limit", "6s", "--deadline", "20s");
    TreeSet<String> headlines = new TreeSet<>();
    TreeSet<String> folded = new TreeSet<>();
    StringBuilder all = new StringBuilder();
    for (JsonObject finding : run.findings("")) {
      String status = finding.get("status").getAsString();
      boolean told = status.equals("fail") || status.equals("unknown");
      if (!finding.get("because").isJsonNull()) {
        folded.add(finding.get("check").getAsString());
      } else if (told && !finding.get("severity").getAsString().equals("advice")) {
        String check = finding.get("check").getAsString();
        headlines.add(expected.contains(check) ? check : Table.headline(finding, stack));
      }
      if (!status.equals("pass") && !status.equals("skipped")) {
        all.append(line(finding));
      }
    }
    if (Boolean.getBoolean("fault.debug")) {
      System.err.println(fault + "\n" + all);
    }
    assertEquals(new TreeSet<>(expected), headlines, all::toString);
    TABLE.add(fault, headlines, folded);
  }

  private static String line(JsonObject finding) {
    StringBuilder line = new StringBuilder("   ");
    for (String field : List.of("check", "status", "severity", "subject", "message", "because")) {
      line.append(' ').append(finding.get(field));
    }
    return line.append('\n').toString();
  }
}
