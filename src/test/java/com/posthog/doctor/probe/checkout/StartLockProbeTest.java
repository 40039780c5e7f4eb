package com.posthog.doctor.probe.checkout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.StartLockFacts;
import com.posthog.doctor.facts.StartLockFacts.Holder;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.support.SmallHost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The holder of the lock is found without taking it, on Linux and on macOS. */
class StartLockProbeTest {
  private static final String LOCK = "/home/u/posthog/bin/start.lock";

  @TempDir Path temporary;

  @Test
  void noFileIsNoLock() throws IOException {
    StartLockFacts facts = read(SmallHost.in(temporary));
    assertFalse(facts.exists() || facts.held());
  }

  @Test
  void aFileThatTheKernelDoesNotListIsFree() throws IOException {
    StartLockFacts facts = read(linux("1: FLOCK  ADVISORY  WRITE 7 fe:00:99 0 EOF\n"));
    assertTrue(facts.exists());
    assertFalse(facts.held());
  }

  @Test
  void theKernelNamesTheTakerAndTheHolderIsWhoHasItOpen() throws IOException {
    SmallHost host =
        linux("1: FLOCK  ADVISORY  WRITE 41 fe:00:2156178 0 EOF\n")
            .link("/proc/42/fd/9", LOCK)
            .text("/proc/42/cmdline", "bash\0./bin/start\0")
            .link("/proc/43/fd/9", "/somewhere/else");
    StartLockFacts facts = read(host);
    assertTrue(facts.held());
    assertEquals(List.of(new Holder(42, "bash ./bin/start", true)), facts.holders());
  }

  @Test
  void anotherKindOfLockOnTheFileIsNotThisOne() throws IOException {
    assertFalse(read(linux("1: POSIX  ADVISORY  WRITE 41 fe:00:2156178 0 EOF\n")).held());
  }

  @Test
  void insideAContainerTheHoldersOwnListTells() throws IOException {
    SmallHost host =
        linux("")
            .link("/proc/42/fd/9", LOCK)
            .text("/proc/42/fdinfo/9", "lock:\t1: FLOCK  ADVISORY  WRITE 0 fe:00:2156178 0 EOF\n")
            .text("/proc/42/cmdline", "sleep\060\0");
    assertTrue(read(host).held());
  }

  @Test
  void onMacosLsofSaysWhoHasItOpen() throws IOException {
    SmallHost host =
        SmallHost.in(temporary)
            .os("macos")
            .text(LOCK, "")
            .text("/usr/sbin/lsof", "", "mode: \"755\"")
            .answer("/usr/sbin/lsof -nP -Fp -- " + LOCK, 0, "p4711\nf9\n", "")
            .answer("/bin/ps -o command= -p 4711", 0, "node dist/index.js\n", "");
    StartLockFacts facts = read(host);
    assertEquals(List.of(new Holder(4711, "node dist/index.js", false)), facts.holders());
    assertTrue(facts.held());
    SmallHost free =
        SmallHost.in(temporary)
            .os("macos")
            .text(LOCK, "")
            .answer("/usr/sbin/lsof -nP -Fp -- " + LOCK, 1, "", "");
    assertFalse(read(free).held());
  }

  private SmallHost linux(String locks) throws IOException {
    return SmallHost.in(temporary)
        .text(LOCK, "", "identity: \"fe:00:2156178\"")
        .text("/proc/locks", locks);
  }

  private static StartLockFacts read(SmallHost host) throws IOException {
    Facts soFar = Facts.none().with(CheckoutFacts.KEY, SmallHost.checkout("layered"));
    return new StartLockProbe()
        .read(StartLockFacts.KEY, host.open(), soFar, Deadline.in(Duration.ofSeconds(5)));
  }
}
