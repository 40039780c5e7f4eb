package com.posthog.doctor.probe.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.PortFacts;
import com.posthog.doctor.facts.ProcessFacts;
import com.posthog.doctor.facts.ProcessFacts.Process;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.LocalHost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes and their parents, and doors that are knocked at. */
class ProcessProbeTest {
  private static final String PS = "/bin/ps -axo pid=,ppid=,uid=,lstart=,command=";

  @TempDir Path folder;

  private ProcessFacts read(Machine machine) throws Exception {
    return machine.read(ProcessFacts.KEY, new ProcessProbe());
  }

  @Test
  void aNameInParenthesesMayHoldAnyLetter() throws Exception {
    Machine machine =
        new Machine(folder, "linux", "me", 1000)
            .process(7, 1000, "a) R 1 (b", "/opt/x --token=abcdefgh1")
            .file("/proc/7/stat", "7 (a) R 1 (b) S 3 7 7 0 -1 4194560 46535")
            .link("/proc/7/cwd", "/home/me/posthog");
    assertEquals(
        List.of(
            new Process(7, 3, 1000, "a) R 1 (b", "/opt/x --token=(hidden)", "/home/me/posthog")),
        read(machine).processes());
  }

  @Test
  void whatHasEndedIsLeftOut() throws Exception {
    Machine machine =
        new Machine(folder, "linux", "me", 1000)
            .file("/proc/8/stat", "8 (gone) Z 1 8 8")
            .file("/proc/9/stat", "");
    assertEquals(List.of(), read(machine).processes());
  }

  @Test
  void aTableOfMacosIsCutByPosition() throws Exception {
    Machine machine =
        new Machine(folder, "macos", "me", 501)
            .file("/bin/ps", "")
            .answer(
                PS,
                "    1     0     0 Sun Nov 22 07:02:57 2026 /sbin/launchd\n"
                    + "  514     1   501 Tue Sep  8 23:54:57 2026"
                    + " /Applications/OrbStack.app/Contents/Frameworks/OrbStack"
                    + " Helper.app/Contents/MacOS/OrbStack Helper vmgr\n"
                    + "  515   514   501 Tue Sep  8 23:54:57 2026 node vite --port 8234\n");
    List<Process> all = read(machine).processes();
    assertEquals(new Process(1, 0, 0, "launchd", "/sbin/launchd", ""), all.get(0));
    assertTrue(all.get(1).program().startsWith("OrbStack Helper"), all.get(1)::toString);
    assertEquals("node", all.get(2).program());
    assertEquals(
        List.of(515L, 514L, 1L), read(machine).chain(515).stream().map(Process::pid).toList());
    assertEquals(List.of(515L, 514L), read(machine).tree(514).stream().map(Process::pid).toList());
  }

  @Test
  void aPsThatFailsIsAFailure() {
    Machine machine = new Machine(folder, "macos", "me", 501).file("/bin/ps", "").answer(PS, 1, "");
    assertThrows(IOException.class, () -> read(machine));
  }

  @Test
  void aDoorThatIsOpenIsToldFromOneThatIsNot() throws Exception {
    LocalHost host = new LocalHost(Map.of(), folder);
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getAllByName("127.0.0.1")[0])) {
      port = socket.getLocalPort();
      assertEquals("open", knock(host, "127.0.0.1:" + port));
      assertEquals("refused", knock(host, "127.0.0.2:" + port));
    }
    assertEquals("refused", knock(host, "127.0.0.1:" + port));
    assertThrows(IOException.class, () -> knock(host, "127.0.0.1"));
  }

  private static String knock(LocalHost host, String door) throws IOException {
    return new PortProbe()
        .read(
            com.posthog.doctor.facts.FactKey.of("port", door, PortFacts.class),
            host,
            Facts.none(),
            Deadline.in(Duration.ofSeconds(10)))
        .reach();
  }
}
