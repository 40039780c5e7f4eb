package com.posthog.doctor.probe.checkout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.facts.AppFacts;
import com.posthog.doctor.facts.AppFacts.App;
import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.LocalHost;
import com.posthog.doctor.support.TestCheckout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ports that the processes of a checkout take, as its own files say. */
class AppProbeTest {
  private static final Deadline SOON = Deadline.in(Duration.ofSeconds(30));

  @TempDir Path temporary;

  private static AppFacts read(Path folder) throws Exception {
    return read(folder, Map.of());
  }

  private static AppFacts read(Path folder, Map<String, String> environment) throws Exception {
    LocalHost host = new LocalHost(environment, folder);
    CheckoutFacts checkout =
        new CheckoutProbe(Optional.of(folder)).read(CheckoutFacts.KEY, host, Facts.none(), SOON);
    return new AppProbe()
        .read(AppFacts.KEY, host, Facts.none().with(CheckoutFacts.KEY, checkout), SOON);
  }

  private static App app(AppFacts facts, String name) {
    return facts.apps().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void todaysCheckoutSaysThePortOfEachProcessAndWhere() throws Exception {
    AppFacts facts = read(TestCheckout.of("layered", temporary).folder());
    assertEquals("bin/mprocs.yaml", facts.source());
    assertEquals(new App("backend", 8000, "bin/start-backend:10"), app(facts, "backend"));
    assertEquals(new App("frontend", 8234, "frontend/package.json:7"), app(facts, "frontend"));
    assertEquals(6739, app(facts, "ingestion").port());
    assertEquals(
        new App("feature-flags", 3001, "bin/start-rust-service:8"), app(facts, "feature-flags"));
    assertEquals(3307, app(facts, "capture").port());
    assertEquals(3306, app(facts, "capture-replay").port());
    assertEquals(3030, app(facts, "dagster").port());
    assertEquals(new App("nodejs", 6738, AppFacts.BUILT_IN), app(facts, "nodejs"));
    assertEquals(List.of(), facts.problems());
  }

  @Test
  void aUnitThatIsNotStartedOrListensOnNothingHasNoPort() throws Exception {
    AppFacts facts = read(TestCheckout.of("layered", temporary).folder());
    List<String> names = facts.apps().stream().map(App::name).toList();
    for (String none : List.of("typegen", "celery-worker", "docker-compose", "migrate-postgres")) {
      assertFalse(names.contains(none), none);
    }
  }

  @Test
  void aCheckoutOfTheHandbooksEraSaysItInItsScriptsToo() throws Exception {
    AppFacts facts = read(TestCheckout.of("handbook", temporary).folder());
    assertEquals(new App("backend", 8000, "bin/start-backend:9"), app(facts, "backend"));
    assertEquals(6738, app(facts, "plugin-server").port());
    assertEquals(3030, app(facts, "dagster").port());
    assertEquals(3001, app(facts, "feature-flags").port());
  }

  @Test
  void theGeneratedConfigurationWinsAndItsEnvironmentCounts() throws Exception {
    TestCheckout checkout =
        TestCheckout.of("layered", temporary)
            .write(
                ".posthog/.generated/mprocs.yaml",
                "procs:\n  nodejs:\n    shell: ./bin/posthog-node\n    env:\n"
                    + "      HTTP_SERVER_PORT: '6838'\n");
    AppFacts facts = read(checkout.folder());
    assertEquals(".posthog/.generated/mprocs.yaml", facts.source());
    assertEquals(
        List.of(new App("nodejs", 6838, ".posthog/.generated/mprocs.yaml:5")), facts.apps());
  }

  @Test
  void aVariableOfTheShellBeatsTheFiles() throws Exception {
    Path folder = TestCheckout.of("layered", temporary).folder();
    assertEquals(4040, app(read(folder, Map.of("DAGSTER_UI_PORT", "4040")), "dagster").port());
  }

  @Test
  void aBrokenConfigurationIsToldAndTheNextOneRead() throws Exception {
    TestCheckout checkout =
        TestCheckout.of("layered", temporary)
            .write(".posthog/.generated/mprocs.yaml", "procs: [unclosed\n");
    AppFacts facts = read(checkout.folder());
    assertEquals("bin/mprocs.yaml", facts.source());
    assertEquals(1, facts.problems().size());
    assertTrue(facts.problems().get(0).startsWith(".posthog/.generated/mprocs.yaml"));
  }

  @Test
  void withoutAConfigurationTheKnownPortsAreSaidToBeBuiltIn() throws Exception {
    TestCheckout checkout = TestCheckout.of("layered", temporary);
    Files.delete(checkout.at("bin/mprocs.yaml"));
    AppFacts facts = read(checkout.folder());
    assertEquals(AppFacts.BUILT_IN, facts.source());
    assertEquals(new App("backend", 8000, AppFacts.BUILT_IN), app(facts, "backend"));
  }

  @Test
  void numbersThatAreNoPortsAreLeftOut() throws Exception {
    TestCheckout checkout =
        TestCheckout.of("layered", temporary)
            .write(
                "bin/mprocs.yaml",
                "procs:\n  one:\n    shell: x --port 99999\n  two:\n    shell: x --port 0000\n"
                    + "  three:\n    shell: x --port $(touch pwned)\n  four: [not, a, unit]\n");
    assertEquals(List.of(), read(checkout.folder()).apps());
    assertFalse(Files.exists(checkout.at("pwned")));
  }

  @Test
  void theWorktreesOfACheckoutAreItsFolders() throws Exception {
    TestCheckout checkout = TestCheckout.of("layered", temporary);
    Path worktree = temporary.toRealPath().resolve("tree");
    checkout.git("worktree", "add", "-q", worktree.toString(), "HEAD");
    AppFacts facts = read(checkout.folder());
    assertTrue(facts.contains(worktree.resolve("frontend").toString()));
    assertTrue(facts.contains(checkout.folder().toRealPath().toString()));
    assertFalse(facts.contains(worktree + "-other"));
    AppFacts inside = read(worktree);
    assertEquals(List.of(worktree.toString()), inside.folders());
  }

  @Test
  void aFolderThatIsNoCheckoutHasNoApps() throws IOException {
    Path empty = Files.createDirectories(temporary.resolve("empty"));
    assertThrows(IOException.class, () -> read(empty));
  }
}
