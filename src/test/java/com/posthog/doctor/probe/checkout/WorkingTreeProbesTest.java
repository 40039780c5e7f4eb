package com.posthog.doctor.probe.checkout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.FrontendFacts;
import com.posthog.doctor.facts.GeneratedConfigFacts;
import com.posthog.doctor.facts.TypegenFacts;
import com.posthog.doctor.facts.WorkingCopyFacts;
import com.posthog.doctor.facts.WorktreeFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.probe.Probe;
import com.posthog.doctor.support.SmallHost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the working copy holds is read from files: scripts, types, pages and the worktree it is. */
class WorkingTreeProbesTest {
  private static final String HOME = "/home/u/posthog/";

  @TempDir Path temporary;

  @Test
  void aScriptThatMayNotRunAndLinesOfWindowsAreTold() throws Exception {
    SmallHost host =
        SmallHost.in(temporary)
            .text(HOME + "bin/start", "#!/bin/bash\r\nset -e\r\n", "mode: \"755\"")
            .text(HOME + "bin/migrate", "#!/bin/bash\n", "mode: \"644\"")
            .text(HOME + "bin/mprocs.yaml", "procs: {}\n", "mode: \"644\"")
            .text(HOME + "bin/notes", "no script\n", "mode: \"644\"");
    WorkingCopyFacts facts = read(new WorkingCopyProbe(), WorkingCopyFacts.KEY, host);
    assertEquals(List.of("bin/start"), facts.windowsLines());
    assertEquals(List.of("bin/migrate"), facts.notExecutable());
    assertFalse(facts.ignoresCase());
  }

  @Test
  void viteIsLookedForOnThePortThatTheCheckoutGivesIt() throws Exception {
    SmallHost host =
        SmallHost.in(temporary)
            .text(HOME + "frontend/package.json", "{\"start\": \"vite --port 9000 --strictPort\"}")
            .port("::1:9000", "open");
    FrontendFacts facts = read(new FrontendProbe(), FrontendFacts.KEY, host);
    assertEquals(9000, facts.port());
    assertEquals("frontend/package.json", facts.portSource());
    assertTrue(facts.serving());
    FrontendFacts none = read(new FrontendProbe(), FrontendFacts.KEY, SmallHost.in(temporary));
    assertEquals("missing", none.dist());
    assertEquals(8234, none.port());
    assertTrue(none.portSource().startsWith("built in"));
  }

  @Test
  void anEmptyPageIsNoPage() throws Exception {
    SmallHost host =
        SmallHost.in(temporary)
            .text(HOME + "frontend/dist/layout.html", "")
            .text(HOME + "frontend/dist/index.html", "<html>");
    assertEquals("index.html", read(new FrontendProbe(), FrontendFacts.KEY, host).page());
  }

  @Test
  void typesAreMissedOnlyWhereALogicImportsThem() throws Exception {
    SmallHost host =
        SmallHost.in(temporary)
            .text(HOME + "frontend/src/a/oneLogic.ts", "import type { x } from './oneLogicType'")
            .text(HOME + "frontend/src/a/plainLogic.ts", "export const plain = 1")
            .text(HOME + "frontend/src/a/twoLogic.tsx", "import type { x } from './twoLogicType'")
            .text(HOME + "frontend/src/a/twoLogicType.ts", "export interface x {}")
            .text(HOME + "frontend/src/threeLogicType.ts", "")
            .link(HOME + "frontend/src/loop", ".");
    TypegenFacts facts = read(new TypegenProbe(), TypegenFacts.KEY, host);
    assertEquals(List.of("frontend/src/a/oneLogic.ts"), facts.missing());
    assertEquals(List.of("frontend/src/threeLogicType.ts"), facts.empty());
    assertEquals(3, facts.logics());
    assertEquals(2, facts.types());
    assertTrue(facts.wholly());
  }

  @Test
  void aGeneratedConfigurationIsParsedWithinLimits() throws Exception {
    String file = HOME + ".posthog/.generated/mprocs.yaml";
    assertEquals(
        2, config(SmallHost.in(temporary).text(file, "procs: { a: {}, b: {} }")).processes());
    assertTrue(
        config(SmallHost.in(temporary).text(file, "other: 1")).problem().endsWith("no process"));
    assertTrue(
        config(SmallHost.in(temporary).text(file, "procs: [\n"))
            .problem()
            .contains("mprocs.yaml:"));
    assertEquals("folder", config(SmallHost.in(temporary).text(file + "/x", "")).kind());
  }

  @Test
  void aWorktreeIsKnownByItsCommonFolderAndNotByItsName() throws Exception {
    SmallHost worktree =
        landmarks("/w/posthog")
            .text("/w/posthog/.git", "gitdir: /home/u/posthog/.git/worktrees/w\n")
            .text("/home/u/posthog/.git/worktrees/w/commondir", "../..\n");
    CheckoutFacts facts = find(worktree, "/w/posthog");
    assertTrue(facts.worktree());
    assertEquals("/home/u/posthog", facts.mainCheckout());
    SmallHost named =
        landmarks("/home/u/worktrees/posthog").text("/home/u/worktrees/posthog/.git/HEAD", "x");
    assertFalse(find(named, "/home/u/worktrees/posthog").worktree());
    SmallHost odd = landmarks("/w/posthog").text("/w/posthog/.git", "", "size: 1073741824");
    assertEquals("", find(odd, "/w/posthog").gitFolder());
  }

  @Test
  void aWorktreeIsComparedWithItsMainCheckout() throws Exception {
    SmallHost host =
        SmallHost.in(temporary)
            .text("/main/.env", "A=1")
            .text("/main/.venv/pyvenv.cfg", "")
            .text(HOME + "node_modules/x", "");
    CheckoutFacts layered = SmallHost.checkout("layered");
    CheckoutFacts worktree =
        new CheckoutFacts(
            true,
            layered.path(),
            false,
            "layered",
            "",
            List.of(),
            List.of(),
            true,
            "/main",
            "",
            true);
    WorktreeFacts facts =
        new WorktreeProbe()
            .read(
                WorktreeFacts.KEY,
                host.open(),
                Facts.none().with(CheckoutFacts.KEY, worktree),
                Deadline.in(Duration.ofSeconds(5)));
    assertEquals(
        List.of(".env", ".venv"),
        facts.items().stream()
            .filter(item -> item.there() && !item.here())
            .map(WorktreeFacts.Item::path)
            .toList());
  }

  private SmallHost landmarks(String folder) throws IOException {
    SmallHost host = SmallHost.in(temporary);
    for (String name :
        List.of("manage.py", "docker-compose.dev.yml", "bin/start", "package.json")) {
      host.text(folder + "/" + name, "x");
    }
    return host;
  }

  private static CheckoutFacts find(SmallHost host, String folder) throws IOException {
    return new CheckoutProbe(Optional.of(Path.of(folder)))
        .read(CheckoutFacts.KEY, host.open(), Facts.none(), Deadline.in(Duration.ofSeconds(5)));
  }

  private static GeneratedConfigFacts config(SmallHost host) throws Exception {
    return read(new GeneratedConfigProbe(), GeneratedConfigFacts.KEY, host);
  }

  private static <F> F read(Probe<F> probe, FactKey<F> key, SmallHost host) throws Exception {
    Facts soFar = Facts.none().with(CheckoutFacts.KEY, SmallHost.checkout("layered"));
    return probe.read(key, host.open(), soFar, Deadline.in(Duration.ofSeconds(5)));
  }
}
