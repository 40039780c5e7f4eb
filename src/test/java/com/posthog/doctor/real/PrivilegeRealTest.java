package com.posthog.doctor.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.posthog.doctor.support.ChildDoctor;
import com.posthog.doctor.support.Cures;
import com.posthog.doctor.support.KafkaServer;
import com.posthog.doctor.support.ServerProcess;
import com.posthog.doctor.support.ServiceCheckout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real user without rights, a real {@code sudo}, and an {@code /etc} of their own, which no other
 * process sees: the doctor asks for rights only when that was allowed.
 */
@Tag("real")
class PrivilegeRealTest {
  private static final int USER = 23456;
  private static final String HOSTS = "127.0.0.1 localhost\n";

  @TempDir Path temporary;
  private ServiceCheckout checkout;
  private Path home;
  private Path etc;

  @BeforeEach
  void aUserWithACheckout() throws Exception {
    temporary = temporary.toRealPath();
    checkout = ServiceCheckout.of(temporary, "svcprivilege");
    home = Files.createDirectories(temporary.resolve("home"));
    etc = temporary.resolve("etc");
    shell("cp -a /etc '" + etc + "'");
    Files.writeString(etc.resolve("hosts"), HOSTS);
    shell("chmod 0644 '" + etc + "/hosts'"); // some machines have another mode
    String user = "doctor:x:" + USER + ":" + USER + "::" + home + ":/bin/sh\n";
    Files.writeString(etc.resolve("passwd"), Files.readString(etc.resolve("passwd")) + user);
    Files.writeString(
        etc.resolve("group"), Files.readString(etc.resolve("group")) + "doctor:x:" + USER + ":\n");
    Files.writeString(
        etc.resolve("shadow"),
        Files.readString(etc.resolve("shadow")) + "doctor:*:19000:0:99999:7:::\n");
    Files.writeString(
        etc.resolve("sudoers"), "root ALL=(ALL) ALL\ndoctor ALL=(root) NOPASSWD: ALL\n");
    shell("chmod 0440 '" + etc + "/sudoers'; rm -rf '" + etc + "/sudoers.d'");
    shell("chown -R " + USER + ":" + USER + " '" + checkout.folder() + "' '" + home + "'");
    shell("chmod 0755 '" + temporary + "'");
  }

  /** The doctor of that user, in a namespace where that is {@code /etc}. */
  private ChildDoctor child(String... more) throws IOException {
    String id = Integer.toString(USER);
    ChildDoctor child = outside();
    List.of(more).forEach(child::withLibraryOf);
    return child.as(id, id, Files.createDirectories(temporary.resolve("classes")));
  }

  /** The same in a login that begins now. */
  private ChildDoctor newLogin() throws IOException {
    String id = Integer.toString(USER);
    return outside().loggedInAs(id, id, Files.createDirectories(temporary.resolve("again")));
  }

  private ChildDoctor outside() {
    return ChildDoctor.in(checkout.folder())
        .withHome(home)
        .with("PATH", "/usr/bin:/bin:/usr/sbin:/sbin")
        .under(
            "unshare",
            "--mount",
            "sh",
            "-c",
            "mount --bind '" + etc + "' /etc && exec \"$0\" \"$@\"");
  }

  @Test
  void aScriptIsPrintedAndRunBySudoOnlyWhenThatIsAllowed() throws Exception {
    ChildDoctor child = child();
    ChildDoctor.Ended not = child.run("fix", "host.names", "--apply", "--yes");
    assertEquals(77, not.code(), () -> not.out() + not.err());
    assertTrue(not.out().contains("as a script to read"), not.out());
    assertEquals(HOSTS, Files.readString(etc.resolve("hosts")));
    assertFalse(Files.exists(home.resolve(".local/state/posthog-doctor/runs")));

    Object mode = Files.getAttribute(etc.resolve("hosts"), "unix:mode");
    ChildDoctor.Ended given =
        child.run("fix", "host.names", "--apply", "--yes", "--allow", "privileged");
    assertEquals(0, given.code(), () -> given.out() + given.err());
    String hosts = Files.readString(etc.resolve("hosts"));
    assertTrue(hosts.startsWith(HOSTS + "# >>> posthog-doctor: hosts >>>\n127.0.0.1 db "), hosts);
    assertEquals(0, Files.getAttribute(etc.resolve("hosts"), "unix:uid"));
    assertEquals(mode, Files.getAttribute(etc.resolve("hosts"), "unix:mode"));
    assertEquals(0, child.run("check", "host.names").code());

    ChildDoctor.Ended refused = child.run("undo", "--yes");
    assertEquals(77, refused.code(), () -> refused.out() + refused.err());
    assertEquals(hosts, Files.readString(etc.resolve("hosts")));
    ChildDoctor.Ended undone = child.run("undo", "--yes", "--allow", "privileged");
    assertEquals(0, undone.code(), () -> undone.out() + undone.err());
    assertEquals(HOSTS, Files.readString(etc.resolve("hosts")));
    assertEquals(1, child.run("check", "host.names").code());
  }

  @Test
  void whereverItIsKilledTheFileOfTheSystemIsOldOrNewAndUndoWorks() throws Exception {
    ChildDoctor child = child();
    Path runs = home.resolve(".local/state/posthog-doctor/runs");
    int killed = 0;
    for (int line = 1; line <= 4; line++) {
      Process repair =
          child.start(
              temporary.resolve("out"),
              temporary.resolve("err"),
              "fix",
              "host.names",
              "--apply",
              "--yes",
              "--allow",
              "privileged");
      while (repair.isAlive() && lines(runs) < line) {
        Thread.onSpinWait();
      }
      repair.destroyForcibly();
      assertTrue(repair.waitFor(60, TimeUnit.SECONDS), "it did not end");
      killed += repair.exitValue() == 137 ? 1 : 0;
      String hosts = Files.readString(etc.resolve("hosts"));
      String added = HOSTS + "# >>> posthog-doctor: hosts >>>\n127.0.0.1 db ";
      assertTrue(hosts.equals(HOSTS) || hosts.startsWith(added), hosts);
      ChildDoctor.Ended undo = child.run("undo", "--yes", "--allow", "privileged");
      assertEquals(0, undo.code(), () -> undo.out() + undo.err());
      assertEquals(HOSTS, Files.readString(etc.resolve("hosts")), "killed at line " + line);
      shell("rm -rf '" + runs + "'");
    }
    int stops = killed;
    assertTrue(stops >= 2, () -> "killed only " + stops + " times");
  }

  private static int lines(Path runs) throws IOException {
    if (!Files.isDirectory(runs)) {
      return 0;
    }
    int lines = 0;
    try (Stream<Path> all = Files.list(runs)) {
      for (Path run : all.toList()) {
        Path journal = run.resolve("journal.jsonl");
        lines += Files.exists(journal) ? Files.readAllLines(journal).size() : 0;
      }
    }
    return lines;
  }

  @Test
  void aSudoThatRefusesLeavesAllAsItIs() throws Exception {
    Files.delete(etc.resolve("sudoers"));
    Files.writeString(etc.resolve("sudoers"), "root ALL=(ALL) ALL\n");
    shell("chmod 0440 '" + etc + "/sudoers'");
    ChildDoctor child = child();
    ChildDoctor.Ended run =
        child.run("fix", "host.names", "--apply", "--yes", "--allow", "privileged");
    assertEquals(4, run.code(), () -> run.out() + run.err());
    assertTrue(run.out().contains("failed: Add the names to /etc/hosts"), run.out());
    assertTrue(run.out().contains("sudo sh"), run.out());
    assertEquals(HOSTS, Files.readString(etc.resolve("hosts")));
    assertEquals("There is nothing to undo.\n", child.run("undo", "--yes").out());
  }

  @Test
  @Cures("join-docker-group")
  void aUserJoinsTheGroupOfDockerAndMayUseItInANewLogin() throws Exception {
    Path group = etc.resolve("group");
    int socket = (int) Files.getAttribute(Path.of("/var/run/docker.sock"), "unix:gid");
    String others = Files.readString(group).replaceAll("(?m)^docker:.*\n", "");
    Files.writeString(group, others + "docker:x:" + socket + ":\n");
    String before = Files.readString(group);
    ChildDoctor child = child();
    assertEquals(1, child.run("check", "docker.permission").code());
    ChildDoctor.Ended plan = child.run("fix", "docker.permission", "--allow", "privileged");
    assertEquals(0, plan.code(), plan::err);
    assertTrue(plan.out().contains("sudo usermod -aG docker doctor"), plan.out());
    assertTrue(plan.out().contains("cannot be undone by the doctor"), plan.out());
    assertEquals(before, Files.readString(group), "the dry run has changed something");

    String[] apply = {"fix", "docker.permission", "--apply", "--yes", "--allow", "privileged"};
    ChildDoctor.Ended run = child.run(apply);
    assertTrue(run.out().contains("applied, for new terminals"), () -> run.out() + run.err());
    String joined = Files.readString(group);
    assertEquals(others + "docker:x:" + socket + ":doctor\n", joined);
    ChildDoctor.Ended same = child.run(apply);
    assertTrue(same.out().contains("Begin a new login"), () -> same.out() + same.err());
    assertFalse(same.out().contains("usermod"), same.out());
    assertEquals(joined, Files.readString(group));
    assertEquals("fail", status(child, "docker.permission"));
    assertEquals(0, newLogin().run("check", "docker.permission").code());
    ChildDoctor.Ended again = newLogin().run(apply);
    assertEquals(0, again.code(), () -> again.out() + again.err());
    assertEquals(joined, Files.readString(group), "the second time has changed something");

    ChildDoctor.Ended undo = child.run("undo", "--yes", "--allow", "privileged");
    assertTrue(undo.out().contains("cannot be undone"), () -> undo.out() + undo.err());
    assertEquals(joined, Files.readString(group));
  }

  @Test
  @Cures("kafka-hosts-line")
  void theNameThatKafkaGivesItsClientsComesToTheFileOfHosts() throws Exception {
    assumeTrue(KafkaServer.installed(), "Kafka is not installed");
    String names = HOSTS + "127.0.0.1 db redis7 clickhouse kafka objectstorage temporal\n";
    int port = ServerProcess.freePort();
    checkout.kafka(port);
    ChildDoctor child = child("org.apache.kafka.clients.admin.Admin");
    Path broker = Files.createDirectories(temporary.resolve("broker"));
    try (KafkaServer server = KafkaServer.start(broker, port, "kafka-of-the-stack:" + port)) {
      for (String apply : List.of("", "--apply --yes")) {
        String[] fix = ("fix kafka.advertised " + apply).strip().split(" ");
        String out = child.run(fix).out().replaceAll("\\s+", " ");
        assertTrue(out.contains("because of host.names: run `posthog-doctor fix host.names`"), out);
      }
      Files.writeString(etc.resolve("hosts"), names);
      assertEquals("fail", status(child, "kafka.advertised"));
      ChildDoctor.Ended plan = child.run("fix", "kafka.advertised", "--allow", "privileged");
      String block =
          "# >>> posthog-doctor: kafka >>>\n127.0.0.1 kafka-of-the-stack # posthog\n"
              + "# <<< posthog-doctor: kafka <<<\n";
      for (String line : block.split("\n", -1)) {
        assertTrue(plan.out().contains(line), () -> plan.out() + plan.err());
      }
      assertEquals(names, Files.readString(etc.resolve("hosts")));

      String[] apply = {"fix", "kafka.advertised", "--apply", "--yes", "--allow", "privileged"};
      ChildDoctor.Ended run = child.run(apply);
      assertEquals(0, run.code(), () -> run.out() + run.err());
      assertEquals(names + block, Files.readString(etc.resolve("hosts")));
      assertEquals("pass", status(child, "kafka.advertised"));
      assertEquals(0, child.run(apply).code());
      assertEquals(names + block, Files.readString(etc.resolve("hosts")));
      ChildDoctor.Ended undo = child.run("undo", "--yes", "--allow", "privileged");
      assertEquals(0, undo.code(), () -> undo.out() + undo.err());
      assertEquals(names, Files.readString(etc.resolve("hosts")));
      assertEquals("fail", status(child, "kafka.advertised"));
      assertTrue(server.topics().isEmpty());
    }
  }

  @Test
  void theAdministratorIsSentAwayFromTheHomeOfSomebodyElseButMayLook() {
    ChildDoctor administrator =
        ChildDoctor.in(checkout.folder())
            .withHome(home)
            .with("GIT_CONFIG_COUNT", "1")
            .with("GIT_CONFIG_KEY_0", "safe.directory")
            .with("GIT_CONFIG_VALUE_0", "*");
    for (List<String> args : List.of(List.of("fix"), List.of("fix", "--apply", "--yes"))) {
      ChildDoctor.Ended run = administrator.run(args.toArray(new String[0]));
      assertEquals(2, run.code(), run.err());
      assertTrue(run.err().contains("home folder of somebody else"), run.err());
    }
    assertEquals(0, administrator.run("check", "env.debug").code());
  }

  private static String status(ChildDoctor child, String check) {
    return child.run("check", "--format", "json", check).report().status(check);
  }

  private static void shell(String command) throws Exception {
    Process process = new ProcessBuilder("sh", "-c", command).inheritIO().start();
    assertEquals(0, process.waitFor(), command);
  }
}
