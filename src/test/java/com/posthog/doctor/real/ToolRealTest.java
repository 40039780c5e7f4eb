package com.posthog.doctor.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.TestCheckout;
import com.posthog.doctor.support.ToolMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every tool is taken away, broken or replaced on a PATH of its own, and comes back. */
@Tag("real")
class ToolRealTest {
  @TempDir Path temporary;

  private ToolMachine machine;
  private TestCheckout checkout;

  @BeforeEach
  void aMachineWithEverything() throws IOException {
    machine = ToolMachine.complete(temporary.resolve("machine"));
    checkout = machine.ready(TestCheckout.of("layered", temporary), "3.13.13");
  }

  private Doctor.Run tools() {
    return machine.doctor(checkout.folder()).check("tool");
  }

  private void onlyThisFails(String id, String part) {
    Doctor.Run run = tools();
    assertEquals(List.of(id), run.headlines(), run.out());
    assertTrue(run.messages(id, "fail").contains(part), run.messages(id, "fail"));
  }

  private void nothingFails() {
    Doctor.Run run = tools();
    assertEquals(List.of(), run.headlines(), run.out());
  }

  @Test
  void aMachineWithEverythingHasNothingToSay() {
    Doctor.Run run = tools();
    assertEquals(List.of(), run.headlines(), run.out());
    assertEquals(0, run.code(), run.out());
    assertEquals("pass", run.status("tool.node"));
    assertEquals("pass", run.status("tool.python"));
  }

  @Test
  void aCheckoutOfTheHandbookEraHasNothingToSayEither() throws IOException {
    checkout = machine.ready(TestCheckout.of("handbook", temporary.resolve("old")), "3.12.4");
    machine.says("node", "v22.18.0").says("pnpm", "9.15.5");
    Doctor.Run run = tools();
    assertEquals(List.of(), run.headlines(), run.out());
    assertEquals("skipped", run.status("tool.flock"));
  }

  @ParameterizedTest
  @CsvSource({
    "git,tool.git",
    "uv,tool.uv",
    "cargo,tool.cargo",
    "sqlx,tool.sqlx",
    "brotli,tool.brotli",
    "curl,tool.curl",
    "flock,tool.flock",
    "pnpm,tool.pnpm",
    "node,tool.node"
  })
  void aProgramThatIsTakenFromPathIsTheOnlyThingMissed(String program, String id)
      throws IOException {
    machine.without(program);
    onlyThisFails(id, "was not found in any of");
    machine.restore(program);
    nothingFails();
  }

  @ParameterizedTest
  @CsvSource({
    "node,tool.node,v20.20.2",
    "uv,tool.uv,uv 0.9.9",
    "cargo,tool.cargo,cargo 1.85.0",
    "sqlx,tool.sqlx,sqlx-cli 0.7.4",
    "pnpm,tool.pnpm,8.10.5"
  })
  void aProgramOfTheWrongVersionIsTheOnlyThingToSay(String program, String id, String version)
      throws IOException {
    machine.says(program, version);
    onlyThisFails(id, version.replaceFirst("^\\D*", ""));
    machine.restore(program);
    nothingFails();
  }

  @ParameterizedTest
  @ValueSource(strings = {"psql", "ffmpeg", "gh", "direnv"})
  void whatIsOnlyUsefulIsAdvice(String program) throws IOException {
    machine.without(program);
    Doctor.Run run = tools();
    assertEquals(List.of(), run.headlines());
    assertEquals("fail", run.status("tool." + program), run.out());
    assertTrue(run.messages("tool." + program, "fail").contains("is not installed"));
    machine.restore(program);
    assertEquals("pass", tools().status("tool." + program));
  }

  @Test
  void goMattersWhileTheProcessManagerIsToBeBuilt() throws IOException {
    Path phrocs = checkout.at("tools/phrocs/dist/phrocs");
    machine.without("go");
    assertEquals(List.of(), tools().headlines());
    Files.delete(phrocs);
    onlyThisFails("tool.go", "was not found");
    machine.restore("go");
    onlyThisFails("tool.process-manager", "neither built nor on PATH");
    ToolMachine.script(phrocs, "exit 0");
    nothingFails();
  }

  @Test
  void dockerThatIsNotOnPathAndComposeWithIt() throws IOException {
    machine.without("docker");
    Doctor.Run run = tools();
    assertEquals(List.of("tool.docker"), run.headlines(), run.out());
    assertEquals("fail", run.status("tool.docker"));
    machine.restore("docker");
    nothingFails();
  }

  @Test
  void composeThatIsMissingOldOrKnownToBreak() throws IOException {
    machine.docker("echo \"docker: 'compose' is not a docker command.\" >&2; exit 1");
    onlyThisFails("tool.compose", "is not available");
    machine.docker("echo 1.29.2");
    onlyThisFails("tool.compose", "1.29.2");
    machine.docker("echo v2.24.6");
    onlyThisFails("tool.compose", "known to break");
    machine.docker("echo 2.29.7");
    nothingFails();
  }

  @Test
  void aPythonThatIsNotThereIsFetchedByUvOrMissed() throws IOException {
    checkout.write(".venv/pyvenv.cfg", "home = /usr/bin\nversion_info = 3.11.4\n");
    assertEquals(List.of(), tools().headlines());
    assertTrue(tools().messages("tool.python", "fail").contains("uv will fetch it"));
    machine.without("uv");
    Doctor.Run run = tools();
    assertEquals(List.of("tool.uv"), run.headlines(), run.out());
    assertTrue(run.messages("tool.python", "fail").contains("3.11.4"));
    machine.restore("uv");
    machine.home(".local/share/uv/python/cpython-3.13.13-linux-x86_64-gnu/bin/python3", "exit 1");
    assertEquals("pass", tools().status("tool.python"));
  }

  @Test
  void aProgramThatHangsIsUnknownAndIsEndedWithItsChildren() throws IOException {
    String mark = "600." + ProcessHandle.current().pid();
    for (String body :
        List.of(
            "sleep " + mark,
            "trap '' TERM; sleep " + mark + "; sleep " + mark,
            "sleep " + mark + " & sleep " + mark + " & wait")) {
      machine.script("node", body);
      Doctor.Run run = machine.doctor(checkout.folder()).check("tool.node");
      assertEquals(
          "Node (" + machine.bin("node") + ") did not answer within 2 s\n",
          run.messages("tool.node", "unknown"));
      assertEquals(3, run.code());
      assertEquals(List.of(), ToolMachine.running("sleep", mark), body);
    }
    machine.restore("node");
    assertEquals("pass", machine.doctor(checkout.folder()).check("tool.node").status("tool.node"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "exit 0; unknown; prints nothing",
        "echo hello; unknown; prints no version but: hello",
        "yes 24.13.0; unknown; printed more than 1 MiB",
        "printf '\\000\\377\\033[31m\\n'; unknown; prints no version",
        "echo dyld: Library not loaded >&2 && exit 134; fail; ends with status 134: dyld: Library"
            + " not loaded",
        "echo Welcome to shell 3.4.1 && echo v24.13.0; pass; 24.13.0",
        "echo v24.13.0 >&2; unknown; prints no version but: v24.13.0"
      })
  void aProgramThatAnswersSomethingElseGetsASentence(String body, String status, String part)
      throws IOException {
    machine.script("node", body);
    Doctor.Run run = machine.doctor(checkout.folder()).check("tool.node");
    assertEquals(status, run.status("tool.node"), run.out());
    assertTrue(run.messages("tool.node", status).contains(part), run.out());
  }

  @Test
  void aProgramThatCannotBeStartedSaysWhy() throws IOException {
    Files.writeString(machine.bin("node"), "#!/nowhere/interpreter\n");
    Doctor.Run run = machine.doctor(checkout.folder()).check("tool.node");
    assertTrue(run.messages("tool.node", "fail").contains("interpreter"), run.out());
    Files.write(machine.bin("node"), new byte[] {0x7f, 'E', 'L', 'F', 9, 9, 9, 9});
    run = machine.doctor(checkout.folder()).check("tool.node");
    assertTrue(run.messages("tool.node", "fail").contains("another kind of machine"), run.out());
  }

  @Test
  void whatOnlyBearsTheNameIsRejectedWithTheReason() throws IOException {
    machine.without("brotli");
    Files.createDirectory(machine.bin("brotli"));
    Doctor.Run run = machine.doctor(checkout.folder()).check("tool.brotli");
    assertTrue(run.out().contains("a folder"), run.out());
    Files.delete(machine.bin("brotli"));
    Files.createSymbolicLink(machine.bin("brotli"), Path.of("/nowhere/brotli"));
    run = machine.doctor(checkout.folder()).check("tool.brotli");
    assertTrue(run.out().contains("a link to nothing"), run.out());
  }

  @Test
  void aProgramInsideTheCheckoutIsNeverStarted() throws IOException {
    Path touched = temporary.resolve("touched");
    Path inside = checkout.at("node_modules/.bin/node");
    Files.createDirectories(inside.getParent());
    ToolMachine.script(inside, "touch " + touched + "; echo v24.13.0");
    Doctor.Run run =
        machine
            .doctor(checkout.folder())
            .with("PATH", inside.getParent() + ":" + machine.path())
            .check("tool.node");
    assertFalse(Files.exists(touched));
    assertTrue(run.messages("tool.node", "unknown").contains("inside the checkout"), run.out());
    machine.without("node");
    Files.createSymbolicLink(machine.bin("node"), inside);
    run = machine.doctor(checkout.folder()).check("tool.node");
    assertFalse(Files.exists(touched));
    assertTrue(run.messages("tool.node", "unknown").contains("inside the checkout"), run.out());
  }

  @Test
  void aFolderThatIsNotOnPathIsNamed() throws IOException {
    machine.without("uv");
    machine.home(".local/bin/uv", "echo uv 0.11.16");
    onlyThisFails("tool.uv", ".local/bin, which is not on PATH");
    machine.restore("uv");
    nothingFails();
  }

  @Test
  void aFloxEnvironmentThatIsNotActiveIsOneAdviceAndNoFailure() throws IOException {
    for (String program : List.of("node", "pnpm", "uv", "cargo", "sqlx", "brotli", "flock", "go")) {
      machine.without(program);
    }
    Path bin = machine.floxEnvironment(checkout);
    Doctor.Run run = tools();
    assertEquals(List.of(), run.headlines(), run.out());
    assertTrue(run.messages("tool.flox", "fail").contains("not active in this shell"), run.out());
    assertEquals("pass", run.status("tool.node"), run.out());
    Doctor active =
        machine
            .doctor(checkout.folder())
            .with("FLOX_ENV", bin.getParent().toString())
            .with("FLOX_ENV_PROJECT", checkout.folder().toString());
    run = active.with("PATH", bin + ":" + machine.path()).check("tool");
    assertEquals("pass", run.status("tool.flox"), run.out());
    assertEquals(List.of(), run.headlines());
  }

  @Test
  void aCopyBeforeTheActiveEnvironmentShadowsIt() throws IOException {
    Path bin = machine.floxEnvironment(checkout);
    machine.says("node", "v18.2.0");
    Doctor active =
        machine
            .doctor(checkout.folder())
            .with("FLOX_ENV", bin.getParent().toString())
            .with("FLOX_ENV_PROJECT", checkout.folder().toString());
    Doctor.Run run = active.with("PATH", machine.path() + ":" + bin).check("tool");
    assertEquals(List.of("tool.shadowed"), run.headlines(), run.out());
    assertTrue(run.messages("tool.shadowed", "fail").contains("node 18.2.0"), run.out());
    run = active.with("PATH", bin + ":" + machine.path()).check("tool");
    assertEquals(List.of(), run.headlines(), run.out());
  }

  @Test
  void aWrongNodeBeforeARightOneIsOneHeadline() throws IOException {
    Path other = temporary.resolve("other");
    Files.createDirectories(other);
    ToolMachine.script(other.resolve("node"), "echo v18.2.0");
    Doctor.Run run =
        machine.doctor(checkout.folder()).with("PATH", other + ":" + machine.path()).check("tool");
    assertEquals(List.of("tool.shadowed"), run.headlines(), run.out());
    assertEquals("fail", run.status("tool.node"));
    run =
        machine.doctor(checkout.folder()).with("PATH", machine.path() + ":" + other).check("tool");
    assertEquals(List.of(), run.headlines(), run.out());
  }

  @Test
  void floxThatWasNeverActivatedIsOneWarningForAllThatItBrings() throws IOException {
    for (String program : List.of("node", "pnpm", "uv", "cargo", "sqlx", "brotli", "flock", "go")) {
      machine.without(program);
    }
    machine.script("flox", "exit 1");
    onlyThisFails("tool.flox", "never been activated");
    assertTrue(tools().messages("tool.node", "fail").contains("flox activate"));
  }

  @Test
  void theNodeOfNvmIsReadFromItsFolders() throws IOException {
    machine.without("node");
    machine.home(".nvm/versions/node/v24.13.0/bin/node", "exit 1");
    Doctor.Run run = machine.doctor(checkout.folder()).check("tool.node");
    assertEquals("pass", run.status("tool.node"), run.out());
    assertTrue(run.out().contains("nvm"), run.out());
  }

  @Test
  void theToolchainOfRustupIsReadFromItsFiles() throws IOException {
    machine.without("cargo");
    machine.home(".cargo/bin/rustup", "touch " + temporary.resolve("asked"));
    Files.createSymbolicLink(machine.bin("cargo"), machine.home(".cargo/bin/rustup"));
    onlyThisFails("tool.cargo", "rustup without a toolchain");
    Files.createDirectories(machine.home(".rustup"));
    Files.writeString(machine.home(".rustup/settings.toml"), "default_toolchain = \"stable-x\"\n");
    machine.home(".rustup/toolchains/stable-x/bin/cargo", "echo 'cargo 1.95.0 (f2d3ce0bd 2026)'");
    nothingFails();
    assertFalse(Files.exists(temporary.resolve("asked")));
  }

  @Test
  void anEnvrcMustBeAllowed() throws Exception {
    Path envrc = checkout.at(".envrc");
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update((envrc.toRealPath() + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
    String hash = HexFormat.of().formatHex(digest.digest(Files.readAllBytes(envrc)));
    Path allowed = machine.home(".local/share/direnv/allow/" + hash);
    Files.delete(allowed);
    assertTrue(tools().messages("tool.direnv", "fail").contains("is not allowed"));
    Files.createFile(allowed);
    assertEquals("pass", tools().status("tool.direnv"));
  }

  @Test
  void hogliMustBeExecutableAndItsLinkLeadSomewhere() throws IOException {
    Path hogli = checkout.at("bin/hogli");
    assertTrue(hogli.toFile().setExecutable(false, false));
    onlyThisFails("tool.hogli", "not executable");
    assertTrue(hogli.toFile().setExecutable(true, false));
    Path link = checkout.at(".venv/bin/hogli");
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, Path.of("/nowhere/hogli"));
    onlyThisFails("tool.hogli", "leads to nothing");
    Files.delete(link);
    nothingFails();
  }

  @Test
  void opIsMissedOnlyWhereAValueNeedsIt() throws IOException {
    machine.without("op");
    assertEquals("skipped", tools().status("tool.op"));
    checkout.write(".env.local", "OPENAI_API_KEY=op://Private/openai/key\n");
    onlyThisFails("tool.op", "op:// references");
    machine.restore("op");
    assertEquals("pass", tools().status("tool.op"));
  }

  @Test
  void aCompilerAndMakeAreMissed() throws IOException {
    machine.without("make");
    onlyThisFails("tool.build-essential", "Not installed: make");
    machine.without("cc");
    onlyThisFails("tool.build-essential", "a C compiler and make");
    machine.restore("cc").restore("make");
    nothingFails();
  }

  @Test
  void headersAreMissedOnlyWhereNoWheelFits() throws IOException {
    String lock = Files.readString(checkout.at("uv.lock"));
    String block = "name = \"xmlsec\"\nversion = \"1.3.17\"\n";
    assertTrue(lock.contains(block));
    String sources = block + "sdist = { url = \"https://x/xmlsec-1.3.17.tar.gz\" }\n";
    checkout.write("uv.lock", lock.replace(block, sources));
    machine.script("pkg-config", "exit 1");
    onlyThisFails("tool.xmlsec-headers", "pkg-config finds no xmlsec1 and libxml-2.0");
    machine.script("pkg-config", "echo 1.2.37");
    nothingFails();
    machine.script("pkg-config", "exit 1");
    String wheel =
        "wheels = [\n    { url = \"https://x/xmlsec-1.3.17-cp313-cp313-manylinux_2_28_"
            + ToolMachine.arch()
            + ".whl\" },\n]\n";
    checkout.write("uv.lock", lock.replace(block, sources + wheel));
    nothingFails();
  }

  @Test
  void aRequirementThatCannotBeReadIsUnknownAndNotAFailure() throws IOException {
    checkout.write("pyproject.toml", "[project\nname = \n");
    Doctor.Run run = tools();
    assertTrue(
        run.messages("tool.python", "unknown").contains("pyproject.toml is not well-formed TOML"),
        run.out());
    checkout.write("package.json", "{ \"packageManager\": ");
    run = tools();
    assertTrue(
        run.messages("tool.pnpm", "unknown").contains("package.json is not well-formed JSON"),
        run.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":", "/nowhere", "/nowhere:/etc"})
  void aPathThatLeadsToNoProgramIsOneFault(String path) {
    Doctor doctor = machine.doctor(checkout.folder()).with("PATH", path);
    Doctor.Run run = doctor.check("tool");
    assertEquals(List.of("tool.path"), run.headlines(), run.out());
    assertEquals(List.of("tool.path"), doctor.check("tool.uv").headlines(), run.out());
    assertEquals("fail", run.status("tool.git"), run.out());
  }

  @Test
  void anEmptyPathAndNoHomeStillGiveAReport() {
    Doctor.Run run =
        machine.doctor(checkout.folder()).with("PATH", "").with("HOME", null).check("tool");
    assertEquals(1, run.code(), run.err());
    assertEquals(List.of("tool.path"), run.headlines(), run.out());
    assertEquals("fail", run.status("tool.git"), run.out());
    assertEquals("fail", run.status("tool.build-essential"), run.out());
  }
}
