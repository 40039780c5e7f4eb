package com.posthog.doctor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.support.ChildDoctor;
import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.FakeEngine;
import com.posthog.doctor.support.TestCheckout;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What stands in a checkout, or answers on a socket, can be anything: the process ends by itself,
 * with a report, a sentence and the right code, and runs none of it.
 */
class BadInputTest {
  @TempDir Path temporary;
  private TestCheckout checkout;

  @BeforeEach
  void makeACheckout() {
    checkout = TestCheckout.of("layered", temporary);
  }

  @Test
  void anEnvFileOfAGigabyteIsNotReadAndSaid() throws IOException {
    grow(".env", 1L << 30);
    Doctor.Run run = check(child().jvm("-Xmx128m"), "env", "checkout.env-files");
    assertTrue(run.messages("checkout.env-files", "fail").contains(".env is larger than"));
    assertEquals("unknown", run.status("env.syntax"));
    assertTrue(run.headlines().contains("checkout.env-files"), run::out);
  }

  @Test
  void aComposeFileOfAHundredMegabytesIsTheOneHeadlineAboutTheStack() throws IOException {
    grow("docker-compose.dev.yml", 100_000_000);
    brokenStack("docker-compose.dev.yml is larger than", child().jvm("-Xmx128m"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "services: [unclosed | docker-compose.dev.yml:2 is not well-formed YAML",
        "just text | docker-compose.dev.yml declares nothing",
        "services: { db: { extends: { file: docker-compose.dev.yml, service: db } } }"
            + " | which leads back to itself",
        "services: { db: { extends: { file: none.yml, service: db } } } | none.yml is missing",
        "services: { db: 5 } | docker-compose.dev.yml:1 is no service"
      })
  void aStackThatCannotBeReadIsTheOneHeadlineAboutIt(String text, String sentence) {
    checkout.write("docker-compose.dev.yml", text + "\n");
    brokenStack(sentence, child());
  }

  @Test
  void aBombOfAliasesIsNotUnfolded() {
    StringBuilder bomb = new StringBuilder("x0: &x0 [a, a, a, a, a, a, a, a, a, a]\n");
    for (int i = 1; i < 12; i++) {
      bomb.append("x" + i + ": &x" + i + " [" + ("*x" + (i - 1) + ", ").repeat(9) + "a]\n");
    }
    checkout.write("docker-compose.dev.yml", bomb + "services: { db: *x11 }\n");
    brokenStack("docker-compose.dev.yml:12 is no service", child().jvm("-Xmx128m"));
  }

  private void brokenStack(String sentence, ChildDoctor child) {
    Doctor.Run run = check(child, "checkout.compose", "host", "ports", "docker.project");
    assertEquals(1, run.code(), run::err);
    assertTrue(
        run.messages("checkout.compose", "fail").contains(sentence),
        () -> run.messages("checkout.compose", "fail") + run.err());
    run.findings("").stream()
        .filter(one -> one.get("status").getAsString().equals("unknown"))
        .filter(one -> one.get("message").getAsString().contains("docker-compose"))
        .forEach(one -> assertEquals("checkout.compose", one.get("because").getAsString()));
  }

  @Test
  void nothingThatACheckoutNamesIsEverRun() throws IOException {
    Path marker = temporary.resolve("was-run");
    String touch = "touch " + marker;
    String values =
        "DATABASE_URL=$("
            + touch
            + ")\nREDIS_URL=`"
            + touch
            + "`\nSECRET_KEY=${X:-$("
            + touch
            + ")}\n";
    checkout.write(".env", values).write(".env.local", values).write(".envrc", touch + "\n");
    Path program = temporary.resolve("program");
    Files.writeString(program, "#!/bin/sh\n" + touch + "\n");
    assertTrue(program.toFile().setExecutable(true));
    checkout.write(".gitattributes", "* diff=evil filter=evil\n");
    for (String key :
        List.of(
            "core.fsmonitor",
            "core.pager",
            "pager.status",
            "diff.external",
            "core.sshCommand",
            "core.editor",
            "gpg.program",
            "credential.helper",
            "diff.evil.textconv",
            "filter.evil.clean",
            "filter.evil.smudge",
            "core.alternateRefsCommand")) {
      checkout.git("config", key, program.toString());
    }
    Path hooks = Files.createDirectories(temporary.resolve("hooks"));
    for (String hook : List.of("post-index-change", "reference-transaction", "pre-auto-gc")) {
      Files.copy(program, hooks.resolve(hook));
    }
    checkout.git("config", "core.hooksPath", hooks.toString());
    for (String variable : List.of("GIT_EXTERNAL_DIFF", "GIT_PAGER", "GIT_SSH_COMMAND")) {
      run(child().with(variable, program.toString()), "check");
    }
    Doctor.Run run = check(child().with("DATABASE_URL", "$(" + touch + ")").with("EDITOR", touch));
    assertEquals(1, run.code(), run::err);
    assertFalse(Files.exists(marker), "something of the checkout was run");
    // and it would have been: this is what the checkout does to those who ask git plainly
    checkout.git("status");
    assertTrue(Files.exists(marker), "this test can see nothing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "POSIX", "C.UTF-8"})
  void namesThatAreNoTextDoNoHarmInAnyLocale(String locale) throws Exception {
    String script =
        "mkdir -p .posthog-doctor/checks posthog/migrations node_modules/.pnpm &&"
            + " for name in bin/$'\\xff' posthog/migrations/$'\\xe4'.py .env$'\\xff'"
            + " .git/objects/pack/$'\\xff'.pack node_modules/.pnpm/$'\\xff'"
            + " .posthog-doctor/checks/$'\\xff'.yaml; do echo x > \"$name\"; done";
    Process made =
        new ProcessBuilder("bash", "-c", script).directory(checkout.folder().toFile()).start();
    assertEquals(0, made.waitFor());
    Doctor.Run run = check(child().with("LC_ALL", locale));
    assertTrue(List.of(1, 3).contains(run.code()), run::err);
    assertTrue(
        run.messages("checks.load", "unknown").contains("?.yaml: its name is no text"), run::out);
    List<String> odd =
        run.findings("").stream()
            .filter(one -> one.get("status").getAsString().equals("unknown"))
            .map(one -> one.get("message").getAsString())
            .filter(message -> message.contains("locale") && !message.contains("?.yaml"))
            .toList();
    assertEquals(List.of(), odd);
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "POSIX"})
  void whereTheLocaleHasNoSymbolsTheWholeReportIsAscii(String locale) throws IOException {
    checkout.write("docker-compose.dev.yml", "services: { d\u00f6b: { image: 'x' }, b: 5 }\n");
    ChildDoctor.Ended ended = run(child().with("LC_ALL", locale), "check", "-v");
    assertEquals(1, ended.code(), ended::err);
    assertTrue(ended.out().lines().count() > 50, ended::out);
    assertTrue(ended.out().chars().allMatch(letter -> letter < 128), ended::out);
    assertEquals("", ended.err());
  }

  @Test
  void aFolderWithANameBeyondTheLocaleIsSaidAndNotCalledNoCheckout() throws IOException {
    Path folder = temporary.resolve("j\u00fcrgen");
    Files.move(checkout.folder(), folder);
    Doctor.Run run =
        ChildDoctor.in(folder)
            .withHome(temporary)
            .run("check", "--format", "json", "checkout.found")
            .report();
    assertEquals(0, run.code(), run::err);
    ChildDoctor plain = ChildDoctor.in(folder).withHome(temporary).with("LC_ALL", "C");
    Doctor.Run lost = plain.run("check", "--format", "json", "checkout.found").report();
    assertEquals(3, lost.code(), lost::err);
    assertTrue(lost.messages("checkout.found", "unknown").contains("LC_ALL=C.UTF-8"), lost::out);
    ChildDoctor.Ended named = plain.run("check", "--repo", folder.toString());
    assertEquals(2, named.code());
    assertTrue(named.err().contains("LC_ALL=C.UTF-8"), named::err);
  }

  @Test
  void foldersAndLinksInPlaceOfFilesAreSaidAndHarmNothing() throws IOException {
    for (String file : List.of(".nvmrc", "pyproject.toml", ".env.services")) {
      Files.delete(checkout.at(file));
      Files.createDirectories(checkout.at(file));
    }
    for (String file : List.of("package.json", "docker-compose.base.yml", "bin/hogli")) {
      Files.deleteIfExists(checkout.at(file));
      Files.createSymbolicLink(checkout.at(file), Path.of(checkout.at(file).toString()));
    }
    Files.createSymbolicLink(checkout.at(".env"), Path.of("nowhere"));
    Doctor.Run run = check(child());
    assertEquals(1, run.code(), run::err);
    String files = run.messages("checkout.env-files", "fail");
    assertTrue(files.contains(".env.services is a folder"), files);
    String stack = run.messages("checkout.compose", "fail");
    assertTrue(stack.contains("docker-compose.base.yml is a link that leads to itself"), stack);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | unknown",
        "HTTP/1.1 500 Internal Server Error;Content-Length: 0;; | fail",
        "HTTP/1.1 200 OK;Content-Length: 15;;<html></html>;; | fail",
        "HTTP/1.1 200 OK;Content-Length: 900;;{\"ID\":\"X\",\"Serv | fail",
        "HTTP/1.1 200 OK;Transfer-Encoding: chunked;;ffffffff;{ | fail"
      })
  void anEngineThatIsNoneEndsWithASentence(String answer, String status) {
    String bytes = answer.strip().replace(";", "\r\n");
    try (FakeEngine engine = FakeEngine.at(temporary.resolve("d.sock"), path -> bytes)) {
      Doctor.Run run = check(child().with("DOCKER_HOST", engine.host()), "docker", "ports");
      assertEquals(status, run.status("docker.reachable"), run::out);
      assertEquals("blocked", run.status("docker.memory"), run::out);
    }
  }

  private ChildDoctor child() {
    return ChildDoctor.in(checkout.folder()).withHome(temporary);
  }

  private Doctor.Run check(ChildDoctor child, String... checks) {
    String[] args = new String[checks.length + 5];
    System.arraycopy(
        new String[] {"check", "--format", "json", "--deadline", "30s"}, 0, args, 0, 5);
    System.arraycopy(checks, 0, args, 5, checks.length);
    return run(child, args).report();
  }

  /** That it ends is seen by its having ended before the limit of {@link ChildDoctor}. */
  private static ChildDoctor.Ended run(ChildDoctor child, String... args) {
    ChildDoctor.Ended ended = child.run(args);
    assertFalse(ended.err().contains("this is a bug"), ended::err);
    assertFalse(ended.err().contains("\tat "), ended::err);
    return ended;
  }

  private void grow(String name, long bytes) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(checkout.at(name).toFile(), "rw")) {
      file.setLength(bytes);
    }
  }
}
