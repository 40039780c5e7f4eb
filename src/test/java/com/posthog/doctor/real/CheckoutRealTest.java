package com.posthog.doctor.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.Fixtures;
import com.posthog.doctor.support.HealthyCheckout;
import com.posthog.doctor.support.TestCheckout;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Makes each fault of a checkout for real, sees its check fail, and sees it pass again. */
@Tag("real")
class CheckoutRealTest {
  private static final String MMDB = "share/GeoLite2-City.mmdb";

  @TempDir Path temporary;

  @ParameterizedTest
  @ValueSource(strings = {"layered", "handbook"})
  void aHealthyCheckoutHasNoErrorAndNoWarning(String era) throws IOException {
    TestCheckout checkout = HealthyCheckout.of(era, temporary);
    Doctor.Run run = Doctor.in(checkout.folder()).check("checkout");
    assertTrue(run.findings("").size() > 2, "nothing was examined");
    for (var finding : run.findings("")) {
      String status = finding.get("status").getAsString();
      boolean advice = finding.get("severity").getAsString().equals("advice");
      assertTrue(
          status.equals("pass") || status.equals("skipped") || (status.equals("fail") && advice),
          finding::toString);
    }
    assertEquals(0, run.code());
  }

  @Test
  void aFolderThatIsNoCheckoutFailsAndBlocksTheRest() throws IOException {
    Path folder = Files.createDirectories(temporary.resolve("empty"));
    Doctor.Run run = Doctor.in(temporary).check("checkout", "--repo", folder.toString());
    assertEquals("fail", run.status("checkout.found"));
    assertTrue(
        run.messages("checkout.found", "fail").contains("a folder, but not a PostHog checkout"));
    assertEquals("blocked", run.status("checkout.geolite"));
    assertEquals(1, run.headlines().size());
    assertEquals(1, run.code());
  }

  @Test
  void aBrokenGeoipFileIsToldFromAWholeOne() throws IOException {
    TestCheckout checkout = HealthyCheckout.of("layered", temporary);
    Path file = checkout.at(MMDB);
    byte[] whole = Files.readAllBytes(file);
    for (String[] one :
        new String[][] {
          {"truncated", "broke off"},
          {"empty", "is empty"},
          {"html", "web page"},
          {"brotli", "never decompressed"},
          {"asn-not-city", "GeoLite2-ASN"},
          {"no-separator", "does not end where it should"},
          {"tree-too-large", "damaged"},
          {"city-old", "days ago"}
        }) {
      Files.write(file, Files.readAllBytes(Fixtures.at("mmdb/" + one[0] + ".mmdb")));
      expectFailure(checkout, "checkout.geolite", one[1]);
    }
    Files.delete(file);
    expectFailure(checkout, "checkout.geolite", "is not there");
    Files.createDirectory(file);
    expectFailure(checkout, "checkout.geolite", "is a folder");
    Files.delete(file);
    Files.createSymbolicLink(file, Path.of("nowhere"));
    expectFailure(checkout, "checkout.geolite", "a link to nothing");
    Files.delete(file);
    Files.createSymbolicLink(file, file.getFileName());
    expectFailure(checkout, "checkout.geolite", "leads to itself");
    Files.delete(file);
    makeSparse(file);
    expectFailure(checkout, "checkout.geolite", "no MaxMind metadata");
    Files.delete(file);
    Files.write(file, whole);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    expectFailure(checkout, "checkout.geolite", "has mode 0600");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Files.delete(checkout.at("share/GeoLite2-City.json"));
    expectFailure(checkout, "checkout.geolite", "GeoLite2-City.json is not there");
    checkout.write("share/GeoLite2-City.json", "{ \"date\": \"2026-11-01\" }");
    expectPass(checkout, "checkout.geolite");
  }

  @Test
  void envFilesThatAreMissingOrNoTextAreToldByName() throws IOException {
    TestCheckout checkout = HealthyCheckout.of("layered", temporary);
    Path env = checkout.at(".env");
    Files.delete(env);
    expectFailure(checkout, "checkout.env-files", ".env is not there");
    Files.createDirectory(env);
    expectFailure(checkout, "checkout.env-files", ".env is a folder");
    Files.delete(env);
    makeSparse(env);
    expectFailure(checkout, "checkout.env-files", ".env is larger than 1024 KiB");
    Files.write(env, new byte[] {'A', '=', 0, 1, 2});
    expectFailure(checkout, "checkout.env-files", "is binary");
    checkout.write(".env", "DEBUG=1\n# fine\nthis is no assignment\nA=\"two\nlines\"\n");
    expectFailure(checkout, "checkout.env-files", ".env has what is no NAME=value: line 3");
    checkout.write(".env", "\uFEFFDEBUG=1\r\nexport A='x'\r\n\r\n");
    expectPass(checkout, "checkout.env-files");
    Files.move(checkout.at(".env.development"), checkout.at("aside"));
    expectFailure(checkout, "checkout.env-files", "comes with git");
    Files.move(checkout.at("aside"), checkout.at(".env.development"));
    expectPass(checkout, "checkout.env-files");
  }

  @Test
  void installedPackagesAreComparedByContent() throws IOException {
    TestCheckout checkout = HealthyCheckout.of("layered", temporary);
    Path lock = checkout.at("node_modules/.pnpm/lock.yaml");
    String whole = Files.readString(lock);
    checkout.write("node_modules/.pnpm/lock.yaml", whole.replace("vite@7.1.12", "vite@7.1.11"));
    expectFailure(checkout, "checkout.node-modules", "vite@7.1.11");
    Files.delete(lock);
    expectFailure(checkout, "checkout.node-modules", "broke off");
    Files.write(lock, withoutOptional(whole).getBytes(StandardCharsets.UTF_8));
    expectPass(checkout, "checkout.node-modules");
    Files.move(checkout.at("node_modules"), checkout.at("aside"));
    expectFailure(checkout, "checkout.node-modules", "node_modules is not there");
    Files.createSymbolicLink(checkout.at("node_modules"), Path.of("node_modules"));
    expectFailure(checkout, "checkout.node-modules", "a link to nothing");
    Files.delete(checkout.at("node_modules"));
    Files.move(checkout.at("aside"), checkout.at("node_modules"));
    expectPass(checkout, "checkout.node-modules");
  }

  /** pnpm leaves packages for other machines out of the lock file that it keeps. */
  private static String withoutOptional(String lock) {
    return lock.replaceAll("(?m)^  kea-typegen@3\\.6\\.2:\\n(    .*\\n)+", "");
  }

  @Test
  void packagesOfTheNodeServicesFitTheirNode() throws IOException {
    TestCheckout checkout = HealthyCheckout.of("handbook", temporary);
    String module = "plugin-server/node_modules/node-rdkafka/";
    String configuration = Files.readString(checkout.at(module + "build/config.gypi"));
    checkout.write(module + "build/config.gypi", configuration.replace("127", "115"));
    expectFailure(checkout, "checkout.nodejs-modules", "compiled for Node 20");
    checkout.write(module + "build/config.gypi", configuration);
    Files.move(checkout.at(module + "build"), checkout.at("aside"));
    expectFailure(checkout, "checkout.nodejs-modules", "is not compiled");
    Files.move(checkout.at("aside"), checkout.at(module + "build"));
    Files.move(checkout.at("plugin-server/node_modules/pg"), checkout.at("aside"));
    expectFailure(checkout, "checkout.nodejs-modules", "lacks pg");
    Files.move(checkout.at("aside"), checkout.at("plugin-server/node_modules/pg"));
    expectPass(checkout, "checkout.nodejs-modules");
  }

  @Test
  void aPythonEnvironmentThatIsMissingMovedOrBehindIsTold() throws IOException {
    TestCheckout checkout = HealthyCheckout.of("layered", temporary);
    Path venv = checkout.at(".venv");
    Files.move(venv, checkout.at("aside"));
    expectFailure(checkout, "checkout.venv", "There is no Python environment");
    Files.createDirectory(venv);
    expectFailure(checkout, "checkout.venv", "pyvenv.cfg is missing");
    Files.delete(venv);
    Doctor.Run moved =
        Doctor.in(checkout.folder()).with("UV_PROJECT_ENVIRONMENT", "aside").check("checkout.venv");
    assertTrue(moved.messages("checkout.venv", "fail").contains("was made for"), moved::out);
    Files.move(checkout.at("aside"), venv);
    Path python = Files.readSymbolicLink(venv.resolve("bin/python"));
    Files.delete(venv.resolve("bin/python"));
    Files.createSymbolicLink(venv.resolve("bin/python"), Path.of("/nowhere/python3"));
    expectFailure(checkout, "checkout.venv", "no bin/python");
    Files.delete(venv.resolve("bin/python"));
    Files.createSymbolicLink(venv.resolve("bin/python"), python);
    String settings = Files.readString(venv.resolve("pyvenv.cfg"));
    checkout.write(".venv/pyvenv.cfg", settings.replaceAll("version = .*", "version = 3.6.1"));
    expectFailure(checkout, "checkout.venv", "Python 3.6.1; ==");
    checkout.write(".venv/pyvenv.cfg", settings);
    Path packages = packages(venv);
    Files.move(
        packages.resolve("duckdb-1.5.2.dist-info"), packages.resolve("duckdb-1.4.0.dist-info"));
    expectFailure(checkout, "checkout.venv", "duckdb 1.4.0 (1.5.2)");
    Files.move(packages.resolve("duckdb-1.4.0.dist-info"), packages.resolve("aside"));
    expectFailure(checkout, "checkout.venv", "lacks duckdb");
    Files.move(packages.resolve("aside"), packages.resolve("duckdb-1.5.2.dist-info"));
    Doctor.Run active =
        Doctor.in(checkout.folder()).with("VIRTUAL_ENV", venv.toString()).check("checkout.venv");
    assertEquals("pass", active.status("checkout.venv"), active::out);
  }

  private static Path packages(Path venv) throws IOException {
    try (var folders = Files.list(venv.resolve("lib"))) {
      return folders.findFirst().orElseThrow().resolve("site-packages");
    }
  }

  @Test
  void packagesThatCannotBeImportedAreToldByARealPython() throws IOException {
    TestCheckout checkout = HealthyCheckout.of("layered", temporary);
    Path packages = packages(checkout.at(".venv"));
    Path xmlsec = packages.resolve("xmlsec.py");
    Files.writeString(
        xmlsec, "raise ImportError('lxml & xmlsec libxml2 library version mismatch')\n");
    expectFailure(checkout, "checkout.python-imports", "library version mismatch");
    Files.writeString(xmlsec, "import os\nos.abort()\n");
    expectFailure(checkout, "checkout.python-imports", "ends Python itself");
    Files.delete(xmlsec);
    expectFailure(checkout, "checkout.python-imports", "xmlsec is not installed");
    Files.writeString(xmlsec, "");
    expectPass(checkout, "checkout.python-imports");
    try (var left = Files.walk(packages)) {
      assertTrue(left.noneMatch(file -> file.endsWith("__pycache__")), "byte code was written");
    }
    Doctor.Run ci =
        Doctor.in(checkout.folder()).with("CI", "true").check("checkout.python-imports");
    assertEquals("skipped", ci.status("checkout.python-imports"));
    Doctor.Run quick = Doctor.in(checkout.folder()).check("checkout", "--profile", "quick");
    assertEquals("absent", quick.status("checkout.python-imports"));
  }

  @Test
  void aFrontendThatIsNeitherBuiltNorServedWarns() throws IOException {
    TestCheckout checkout = HealthyCheckout.of("layered", temporary);
    Files.delete(checkout.at("frontend/dist/layout.html"));
    expectPass(checkout, "checkout.frontend-built");
    Files.delete(checkout.at("frontend/dist/index.html"));
    try (ServerSocket vite = new ServerSocket(0, 5, InetAddress.getAllByName("::1")[0])) {
      String declared = Files.readString(checkout.at("frontend/package.json"));
      checkout.write(
          "frontend/package.json", declared.replace("8234", String.valueOf(vite.getLocalPort())));
      expectPass(checkout, "checkout.frontend-built");
    }
    expectFailure(checkout, "checkout.frontend-built", "frontend/dist has no page");
    checkout.write("frontend/dist/index.html", "<html></html>");
    expectPass(checkout, "checkout.frontend-built");
  }

  @Test
  void missingAndEmptyTypeFilesWarn() throws IOException {
    TestCheckout checkout = HealthyCheckout.of("layered", temporary);
    Path type = checkout.at("frontend/src/sceneLogicType.ts");
    Files.writeString(type, "");
    expectFailure(checkout, "checkout.typegen", "sceneLogicType.ts; kea-typegen was interrupted");
    Files.delete(type);
    expectFailure(checkout, "checkout.typegen", "No kea logic in frontend/src has its type file");
    Files.writeString(type, "export interface sceneLogicType {}");
    checkout.write(
        "frontend/src/a/otherLogic.tsx", "import type { otherLogicType } from './otherLogicType'");
    expectFailure(checkout, "checkout.typegen", "frontend/src/a/otherLogic.tsx");
    checkout.write("frontend/src/a/otherLogicType.ts", "export interface otherLogicType {}");
    Files.createSymbolicLink(checkout.at("frontend/src/loop"), Path.of("."));
    expectPass(checkout, "checkout.typegen");
  }

  @Test
  void aLockThatSomethingElseHoldsWarnsAndIsNeverTaken() throws Exception {
    TestCheckout checkout = HealthyCheckout.of("layered", temporary);
    Path lock = checkout.at("bin/start.lock");
    Files.createFile(lock);
    expectPass(checkout, "checkout.start-lock");
    Process holder = hold(lock, "flock -n 9; echo held; exec sleep 60");
    try {
      expectFailure(checkout, "checkout.start-lock", "sleep 60 (process " + holder.pid() + ")");
    } finally {
      holder.destroyForcibly().waitFor();
    }
    expectPass(checkout, "checkout.start-lock");
    Path start = temporary.resolve("bin/start");
    Files.createDirectories(start.getParent());
    Files.writeString(start, "exec 9>$1; flock -n 9; echo held; read -r end");
    Process running = new ProcessBuilder("bash", start.toString(), lock.toString()).start();
    try {
      assertEquals('h', running.getInputStream().read());
      Doctor.Run run = Doctor.in(checkout.folder()).check("checkout.start-lock");
      assertTrue(run.messages("checkout.start-lock", "pass").contains("is running"), run::out);
    } finally {
      running.destroyForcibly().waitFor();
    }
  }

  private static Process hold(Path lock, String script) throws IOException {
    Process holder = new ProcessBuilder("bash", "-c", "exec 9>" + lock + "; " + script).start();
    assertEquals('h', holder.getInputStream().read());
    return holder;
  }

  @Test
  void aGeneratedConfigurationMustParse() throws IOException {
    TestCheckout checkout = HealthyCheckout.of("layered", temporary);
    String file = ".posthog/.generated/mprocs.yaml";
    checkout.write(file, "procs:\n  backend:\n    shell: x\n");
    expectPass(checkout, "checkout.generated-config");
    checkout.write(file, "procs:\n\t- [\n");
    expectFailure(checkout, "checkout.generated-config", "mprocs.yaml:2 is not well-formed YAML");
    checkout.write(file, "a: &a [x]\nprocs: *b\n");
    expectFailure(checkout, "checkout.generated-config", "mprocs.yaml");
    makeSparse(checkout.at(file));
    expectFailure(checkout, "checkout.generated-config", "is larger than 2048 KiB");
    Files.delete(checkout.at(file));
    expectPass(checkout, "checkout.generated-config");
  }

  @Test
  void conflictsOfMigrationsAreErrors() throws IOException {
    TestCheckout checkout = HealthyCheckout.of("layered", temporary);
    String file = "posthog/migrations/max_migration.txt";
    String whole = Files.readString(checkout.at(file));
    checkout.write(file, "<<<<<<< HEAD\n" + whole + "=======\n0009_other\n>>>>>>> master\n");
    expectFailure(checkout, "checkout.migration-conflict", "conflict mark in line 1");
    checkout.write(file, "0009_other\n");
    expectFailure(checkout, "checkout.migration-conflict", "names 0009_other");
    checkout.write(file, whole);
    checkout.write(
        "posthog/migrations/0099_second.py",
        "class Migration:\n    dependencies = [('posthog', '0001_initial')]\n");
    expectFailure(checkout, "checkout.migration-conflict", "and 0099_second");
    Files.delete(checkout.at("posthog/migrations/0099_second.py"));
    expectPass(checkout, "checkout.migration-conflict");
  }

  @Test
  void aWorktreeIsTheCauseOfAllThatItLacks() {
    TestCheckout main = HealthyCheckout.of("layered", temporary);
    Path folder = temporary.resolve("second");
    main.git("worktree", "add", "-q", folder.toString());
    Doctor.Run run = Doctor.in(folder).check("checkout");
    assertEquals(List.of("checkout.worktree"), run.headlines().stream().limit(1).toList());
    for (String id : List.of("geolite", "env-files", "node-modules", "venv", "nodejs-modules")) {
      assertEquals("fail", run.status("checkout." + id), run::out);
      run.findings("checkout." + id).stream()
          .filter(finding -> finding.get("status").getAsString().equals("fail"))
          .forEach(
              finding ->
                  assertEquals(
                      "checkout.worktree", finding.get("because").getAsString(), run::out));
    }
    assertEquals(1, run.headlines().size(), run::out);
    assertEquals("pass", Doctor.in(main.folder()).check().status("checkout.worktree"));
  }

  @Test
  void scriptsThatCannotRunAreToldByName() throws IOException {
    TestCheckout checkout = HealthyCheckout.of("layered", temporary);
    Path start = checkout.at("bin/start");
    Files.setPosixFilePermissions(start, PosixFilePermissions.fromString("rw-r--r--"));
    expectFailure(checkout, "checkout.path", "bin/start may not be run");
    Files.setPosixFilePermissions(start, PosixFilePermissions.fromString("rwxr-xr-x"));
    String text = Files.readString(start);
    Files.writeString(start, text.replace("\n", "\r\n"));
    expectFailure(checkout, "checkout.path", "Lines end with CR LF in bin/start");
    Files.writeString(start, text);
    expectPass(checkout, "checkout.path");
    TestCheckout blank =
        HealthyCheckout.of("handbook", Files.createDirectories(temporary.resolve("my work")));
    expectFailure(blank, "checkout.path", "has a blank in it");
  }

  @Test
  void gitIsReadAndAskedWithoutRunningWhatItsConfigurationNames() throws IOException {
    TestCheckout checkout = HealthyCheckout.of("layered", temporary);
    Path canary = temporary.resolve("canary");
    Path program = temporary.resolve("program");
    Files.writeString(program, "#!/bin/sh\ntouch " + canary + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (String key :
        List.of(
            "core.fsmonitor",
            "core.pager",
            "core.sshCommand",
            "core.editor",
            "diff.external",
            "core.gitProxy",
            "credential.helper",
            "core.askPass",
            "pager.rev-list",
            "uploadpack.packObjectsHook",
            "filter.x.process",
            "gpg.program")) {
      checkout.git("config", key, program.toString());
    }
    checkout.write(".husky/_/post-index-change", "#!/bin/sh\ntouch " + canary + "\n");
    Files.setPosixFilePermissions(
        checkout.at(".husky/_/post-index-change"), PosixFilePermissions.fromString("rwxr-xr-x"));
    expectPass(checkout, "checkout.git-objects");
    checkout.git("config", "remote.origin.url", "ssh://git@example.invalid/posthog.git");
    checkout.git("config", "remote.origin.uploadpack", program.toString());
    Path head = commit(checkout, "HEAD~1");
    Files.move(head, checkout.at("aside"));
    expectFailure(checkout, "checkout.git-objects", "cannot walk the newest commits");
    Files.move(checkout.at("aside"), head);
    expectPass(checkout, "checkout.git-objects");
    assertTrue(Files.notExists(canary), "a program of the configuration was run");
  }

  private static Path commit(TestCheckout checkout, String name) throws IOException {
    Process git =
        new ProcessBuilder("git", "-C", checkout.folder().toString(), "rev-parse", name).start();
    String hash = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return checkout.at(".git/objects/" + hash.substring(0, 2) + "/" + hash.substring(2));
  }

  @Test
  void oldLocksAndManyPacksOfGitWarn() throws IOException {
    TestCheckout checkout = HealthyCheckout.of("layered", temporary);
    Path lock = checkout.at(".git/objects/maintenance.lock");
    Files.createFile(lock);
    expectPass(checkout, "checkout.git-maintenance");
    Files.setLastModifiedTime(lock, FileTime.fromMillis(0));
    expectFailure(checkout, "checkout.git-maintenance", "no maintenance can run");
    Files.delete(lock);
    Path packs = Files.createDirectories(checkout.at(".git/objects/pack"));
    for (int i = 0; i <= 1000; i++) {
      Files.createFile(packs.resolve("pack-" + i + ".pack"));
    }
    expectFailure(checkout, "checkout.git-maintenance", "git has 1001 packs");
    Files.delete(packs.resolve("pack-7.pack"));
    expectPass(checkout, "checkout.git-maintenance");
  }

  @Test
  void aFullCloneAndMissingHooksAreAdvice() throws IOException {
    TestCheckout checkout = HealthyCheckout.of("layered", temporary);
    expectPass(checkout, "checkout.partial-clone");
    checkout.git("config", "--unset", "remote.origin.promisor");
    checkout.git("config", "--unset", "remote.origin.partialclonefilter");
    expectFailure(checkout, "checkout.partial-clone", "a full clone");
    checkout.git("config", "--unset", "core.hooksPath");
    Doctor.Run run = Doctor.in(checkout.folder()).with("HOME", null).check("checkout.hooks");
    assertTrue(run.messages("checkout.hooks", "fail").contains("is not set"), run::out);
    assertTrue(run.messages("checkout.hooks", "fail").contains("not signed"), run::out);
    assertEquals(0, run.code());
    checkout.git("config", "core.hooksPath", ".husky/_");
    checkout.write("signing.inc", "[commit]\n\tgpgSign = yes # always\n");
    checkout.git("config", "include.path", "../signing.inc");
    expectPass(checkout, "checkout.hooks");
  }

  @Test
  void aFolderInPlaceOfAMountedFileIsAnError() throws IOException {
    for (String era : List.of("layered", "handbook")) {
      TestCheckout checkout =
          HealthyCheckout.of(era, Files.createDirectories(temporary.resolve(era)));
      expectPass(checkout, "checkout.bind-mounts");
      Path mounted = checkout.at("docker/clickhouse/config.xml");
      Files.move(mounted, checkout.at("aside"));
      expectFailure(checkout, "checkout.bind-mounts", "docker/clickhouse/config.xml is not there");
      Files.createDirectory(mounted);
      expectFailure(checkout, "checkout.bind-mounts", "docker/clickhouse/config.xml is a folder");
      Files.delete(mounted);
      Files.move(checkout.at("aside"), mounted);
      checkout.git("update-index", "--index-version", "4");
      expectPass(checkout, "checkout.bind-mounts");
    }
  }

  private static void makeSparse(Path file) throws IOException {
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(1L << 30);
    }
  }

  /**
   * Sees this check fail with a part of its message, and no other check of the checkout with it.
   */
  private static void expectFailure(TestCheckout checkout, String id, String part) {
    Doctor.Run run = Doctor.in(checkout.folder()).check(id);
    assertEquals("fail", run.status(id), run::out);
    assertTrue(run.messages(id, "fail").contains(part), run::out);
    Doctor.Run all = Doctor.in(checkout.folder()).check("checkout");
    all.headlines().forEach(other -> assertEquals(id, other, all::out));
  }

  private static void expectPass(TestCheckout checkout, String id) {
    Doctor.Run run = Doctor.in(checkout.folder()).check(id);
    assertEquals("pass", run.status(id), run::out);
  }
}
