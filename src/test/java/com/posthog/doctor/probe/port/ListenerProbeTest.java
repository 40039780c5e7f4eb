package com.posthog.doctor.probe.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.facts.ListenerFacts;
import com.posthog.doctor.facts.ListenerFacts.Listener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The forms of the tables and commands are those of real machines. */
class ListenerProbeTest {
  private static final String LSOF = "/usr/sbin/lsof -nP -iTCP -sTCP:LISTEN -FpcuLftPnT";
  private static final String NETSTAT = "/usr/sbin/netstat -an -p tcp";
  private static final String PS = "/bin/ps -axo pid=,ppid=,uid=,lstart=,command=";
  private static final String HEAD =
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout"
          + " inode\n";
  private static final String NOTHING_HIDDEN = "Active Internet connections (including servers)\n";

  @TempDir Path folder;

  private ListenerFacts read(Machine machine) throws Exception {
    return machine.read(ListenerFacts.KEY, new ListenerProbe());
  }

  private Machine linux(String tcp, String tcp6) {
    return new Machine(folder, "linux", "me", 1000)
        .file("/proc/net/tcp", HEAD + tcp)
        .file("/proc/net/tcp6", HEAD + tcp6)
        .file("/etc/passwd", "root:x:0:0:root:/root:/bin/bash\npostgres:x:101:104::/:/bin/bash\n");
  }

  private Machine mac() {
    // both are on every Mac
    return new Machine(folder, "macos", "username", 501)
        .file("/usr/sbin/lsof", "")
        .file("/usr/sbin/netstat", "")
        .file("/bin/ps", "");
  }

  private static String line(String local, String state, int uid, int inode) {
    return "   3: "
        + local
        + " 00000000:0000 "
        + state
        + " 00000000:00000000 00:00000000 00000000 "
        + String.format("%5d        0 %d 1 000000009933975f 100 0 0 10 0%n", uid, inode);
  }

  @Test
  void anIpv4AddressIsReadInTheByteOrderOfTheMachine() throws Exception {
    Listener one = read(linux(line("0100007F:D888", "0A", 101, 40451), "")).on(55432).get(0);
    assertEquals("127.0.0.1", one.address());
    assertEquals("v4", one.family());
    assertEquals(101, one.uid());
    assertEquals("postgres", one.user());
    assertFalse(one.ownerVisible());
  }

  @Test
  void aConnectionIsNoListener() throws Exception {
    assertEquals(List.of(), read(linux(line("0100007F:D888", "01", 0, 1), "")).listeners());
  }

  @Test
  void aV4MappedListenerServesIpv4() throws Exception {
    Machine machine = linux("", line("0000000000000000FFFF00000100007F:E6D4", "0A", 0, 40764));
    Listener one = read(machine).on(59092).get(0);
    assertEquals("127.0.0.1", one.address());
    assertEquals("v4", one.family());
  }

  @Test
  void ipv6AddressesAreShort() throws Exception {
    Machine machine =
        linux(
            "",
            line("00000000000000000000000000000000:46A1", "0A", 0, 1)
                + line("00000000000000000000000001000000:46AD", "0A", 0, 2)
                + line("000080FE000000000102030405060708:46AE", "0A", 0, 3));
    assertEquals(
        List.of("[::]:18081", "[::1]:18093", "[fe80::403:201:807:605]:18094"),
        read(machine).listeners().stream().map(Listener::endpoint).toList());
  }

  @Test
  void aKernelWithoutIpv6HasOneTable() throws Exception {
    Machine machine =
        new Machine(folder, "linux", "me", 1000)
            .file("/proc/net/tcp", HEAD + line("00000000:1538", "0A", 1000, 7));
    assertEquals(1, read(machine).on(5432).size());
  }

  @Test
  void aSocketOfThisUserIsFoundInTheOpenFilesOfTheOldestProcessThatHasIt() throws Exception {
    Machine machine =
        linux(line("00000000:1F40", "0A", 1000, 555), "")
            .process(40, 1000, "granian", "/venv/bin/granian --port 8000 --password=hunter22")
            .opened(40, 3, "pipe:[9]")
            .opened(40, 4, "socket:[555]")
            .link("/proc/40/cwd", "/home/me/posthog")
            .process(41, 1000, "granian", "/venv/bin/granian worker")
            .file("/proc/41/stat", "41 (granian) S 40 40 40 0 -1 4194560")
            .opened(41, 4, "socket:[555]");
    Listener one = read(machine).on(8000).get(0);
    assertEquals(40, one.pid());
    assertEquals("granian", one.program());
    assertEquals("/venv/bin/granian --port 8000 --password=(hidden)", one.command());
    assertEquals("/home/me/posthog", one.folder());
    assertEquals("me", one.user());
  }

  @Test
  void theOpenFilesOfOthersAreNotLookedAt() throws Exception {
    Machine machine =
        linux(line("00000000:1538", "0A", 0, 555), "")
            .process(40, 0, "sshd", "/usr/sbin/sshd")
            .opened(40, 4, "socket:[555]");
    assertFalse(read(machine).on(5432).get(0).ownerVisible());
  }

  @Test
  void aHiddenOwnerWhoRunsOneProgramOnlyIsThatProgram() throws Exception {
    Machine machine =
        linux(line("0100007F:1538", "0A", 101, 555), "")
            .process(800, 101, "postgres", "/usr/lib/postgresql/16/bin/postgres -D /x")
            .process(801, 101, "postgres", "postgres: checkpointer");
    Listener one = read(machine).on(5432).get(0);
    assertEquals("postgres", one.program());
    assertEquals(0, one.pid());
  }

  @Test
  void dockersProxySaysInItsCommandLineWhichPortItHolds() throws Exception {
    String command = "/usr/bin/docker-proxy -proto tcp -host-ip 0.0.0.0 -host-port ";
    Machine machine =
        linux(line("00000000:1538", "0A", 0, 555) + line("00000000:1539", "0A", 0, 556), "")
            .process(70, 0, "docker-proxy", command + "5432 -container-ip 172.18.0.2")
            .process(71, 0, "cron", "/usr/sbin/cron");
    assertEquals("docker-proxy", read(machine).on(5432).get(0).program());
    assertEquals("", read(machine).on(5433).get(0).program());
  }

  @Test
  void inWslAListenerOfAnotherDistributionHasNoProcess() throws Exception {
    Machine machine = linux(line("0100007F:1538", "0A", 0, 555), "");
    Listener one = read(machine).on(5432).get(0);
    assertEquals("127.0.0.1", one.address());
    assertEquals(0, one.pid());
    assertEquals("root", one.user());
  }

  @Test
  void localhostIsTriedOnIpv6FirstWhereTheHostsFileHasBoth() throws Exception {
    Machine machine =
        linux("", "").file("/etc/hosts", "127.0.0.1\tlocalhost\n::1             localhost # six\n");
    assertEquals(List.of("::1", "127.0.0.1"), read(machine).localhost());
  }

  @Test
  void localhostIsIpv4WhereTheHostsFileSaysNothing() throws Exception {
    Machine machine = linux("", "").file("/etc/hosts", "::1 ip6-localhost ip6-loopback\n");
    assertEquals(List.of("127.0.0.1"), read(machine).localhost());
  }

  @Test
  void aTableThatIsMissingIsAFailureWithAReason() {
    assertThrows(IOException.class, () -> read(new Machine(folder, "linux", "me", 1000)));
  }

  @Test
  void postgresAppBesideDockersWildcardIsTwoOwners() throws Exception {
    // PostgresApp/PostgresApp#798, as lsof -F prints it
    Machine machine =
        mac()
            .answer(
                LSOF,
                "p1029\nccom.docker.backend\nu501\nLusername\nf128\ntIPv6\nPTCP\nn*:5432\nTST=LISTEN\n"
                    + "TQR=0\nTQS=0\n"
                    + "p45709\ncpostgres\nu501\nLusername\nf7\ntIPv6\nPTCP\nn[::1]:5432\nTST=LISTEN\n"
                    + "f8\ntIPv4\nPTCP\nn127.0.0.1:5432\nTST=LISTEN\n")
            .answer(
                "/usr/sbin/lsof -nP -a -d cwd -p 1029,45709 -Fpn",
                "p1029\nfcwd\nn/\np45709\nfcwd\nn/Users/username/Library/pg\n")
            .answer(
                PS,
                "    1     0     0 Sun Nov 22 07:02:57 2026 /sbin/launchd\n"
                    + " 1029     1   501 Sun Nov 22 07:03:57 2026"
                    + " /Applications/Docker.app/Contents/MacOS/com.docker.backend run\n"
                    + "45709     1   501 Sun Nov  8 07:03:57 2026"
                    + " /Applications/Postgres.app/Contents/Versions/16/bin/postgres -D /x\n")
            .answer(NETSTAT, NOTHING_HIDDEN);
    List<Listener> all = read(machine).on(5432);
    assertEquals(
        List.of("[::]:5432", "[::1]:5432", "127.0.0.1:5432"),
        all.stream().map(Listener::endpoint).toList());
    assertEquals("com.docker.backend", all.get(0).program());
    assertEquals(
        "/Applications/Postgres.app/Contents/Versions/16/bin/postgres -D /x", all.get(2).command());
    assertEquals("/Users/username/Library/pg", all.get(2).folder());
    assertEquals(501, all.get(2).uid());
  }

  @Test
  void threeRowsOfOrbStackAreOneOwnerWithItsWholeName() throws Exception {
    // orbstack/orbstack#2547: the name is OrbStack Helper, the blank is printed as \x20
    Machine machine =
        mac()
            .answer(
                LSOF,
                "p69861\ncOrbStack\\x20Helper\nu501\nLusername\nf144\ntIPv4\nPTCP\nn*:3306\n"
                    + "f155\ntIPv6\nPTCP\nn*:3306\nf199\ntIPv4\nPTCP\nn127.0.0.1:3306\n")
            .answer("/usr/sbin/lsof -nP -a -d cwd -p 69861 -Fpn", "p69861\nfcwd\nn/\n")
            .answer(PS, "")
            .answer(NETSTAT, NOTHING_HIDDEN);
    List<Listener> all = read(machine).on(3306);
    assertEquals(
        List.of("0.0.0.0", "::", "127.0.0.1"), all.stream().map(Listener::address).toList());
    assertTrue(all.stream().allMatch(one -> one.program().equals("OrbStack Helper")));
  }

  @Test
  void whatOnlyNetstatShowsIsHeldByAnotherUser() throws Exception {
    // inspec/inspec#6219: lsof does not list the sockets of others, and ends with 1 for none
    Machine machine =
        mac()
            .answer(LSOF, 1, "")
            .answer(
                NETSTAT,
                "Active Internet connections (including servers)\n"
                    + "Proto Recv-Q Send-Q  Local Address          Foreign Address        (state)    \n"
                    + "tcp4       0      0  127.0.0.1.41951        *.*                    LISTEN     \n"
                    + "tcp46      0      0  *.5432                 *.*                    LISTEN     \n"
                    + "tcp6       0      0  ::1.6379               *.*                    LISTEN     \n"
                    + "tcp4       0      0  127.0.0.1.5432         127.0.0.1.6000"
                    + "         ESTABLISHED\n");
    ListenerFacts facts = read(machine);
    assertEquals(
        List.of("127.0.0.1:41951", "[::]:5432", "[::1]:6379"),
        facts.listeners().stream().map(Listener::endpoint).toList());
    assertEquals(-1, facts.on(5432).get(0).uid());
    assertFalse(facts.on(5432).get(0).ownerVisible());
  }

  @Test
  void whatLsofHasShownIsNotShownAgainByNetstat() throws Exception {
    Machine machine =
        mac()
            .answer(LSOF, "p5\ncnode\nu501\nLusername\nf1\ntIPv6\nPTCP\nn[::1]:8234\n")
            .answer(
                "/usr/sbin/lsof -nP -a -d cwd -p 5 -Fpn", "p5\nfcwd\nn/Users/username/posthog\n")
            .answer(PS, "    5     1   501 Sun Nov 22 07:02:57 2026 node vite --port 8234\n")
            .answer(NETSTAT, "tcp6       0      0  ::1.8234               *.*       LISTEN\n");
    List<Listener> all = read(machine).on(8234);
    assertEquals(1, all.size());
    assertEquals("node vite --port 8234", all.get(0).command());
  }
}
