package com.posthog.doctor.probe.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.DirenvFacts;
import com.posthog.doctor.facts.EngineAppFacts;
import com.posthog.doctor.facts.FactTree;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HomebrewFacts;
import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.facts.RequirementFacts;
import com.posthog.doctor.facts.RequirementFacts.Need;
import com.posthog.doctor.facts.StarterFacts;
import com.posthog.doctor.facts.ToolFacts;
import com.posthog.doctor.facts.ToolboxFacts;
import com.posthog.doctor.facts.XcodeFacts;
import com.posthog.doctor.support.RecordedMachine;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where programs are found and how their versions are told, in the forms that managers leave. */
class ToolProbeTest {
  private static final String HOME = "/Users/ada";
  private static final String CHECKOUT = HOME + "/posthog";
  private static final String CLT = "/Library/Developer/CommandLineTools";

  @TempDir Path temporary;

  private RecordedMachine mac() {
    return mac("/opt/homebrew/bin:/usr/bin:/bin");
  }

  private RecordedMachine mac(String path) {
    return RecordedMachine.of("macos", temporary)
        .env("HOME", HOME)
        .env("PATH", path)
        .file(
            CHECKOUT + "/package.json",
            "{\n"
                + "  \"engines\": { \"node\": \">=24 <25\" },\n"
                + "  \"packageManager\": \"pnpm@10.29.3+sha512.abc\"\n"
                + "}")
        .file(CHECKOUT + "/.nvmrc", "v24.13.0\n")
        .file(
            CHECKOUT + "/pyproject.toml",
            "[project]\n"
                + "requires-python = \"==3.13.13\"\n\n"
                + "[tool.uv]\n"
                + "required-version = \">=0.10.2\"\n")
        .file(CHECKOUT + "/uv.lock", "version = 1\n");
  }

  private RecordedMachine withTools(RecordedMachine machine) {
    return machine
        .entry(CLT, "folder")
        .answer("/usr/bin/xcode-select -p", CLT + "\n")
        .answer("/usr/bin/xcrun --find clang", CLT + "/usr/bin/clang\n");
  }

  private static Facts known(String os, String arch) {
    Map<String, Object> host = Map.of("os", os, "arch", arch, "home", HOME, "shell", "zsh");
    Map<String, Object> checkout = Map.of("found", true, "path", CHECKOUT, "era", "layered");
    return Facts.none()
        .with(HostFacts.KEY, FactTree.read(HostFacts.class, host))
        .with(CheckoutFacts.KEY, FactTree.read(CheckoutFacts.class, checkout));
  }

  private static Facts all(RecordedMachine machine, Facts known) throws Exception {
    Facts facts =
        known.with(
            RequirementFacts.KEY,
            machine.read(new RequirementProbe(), RequirementFacts.KEY, known));
    facts = facts.with(ToolboxFacts.KEY, machine.read(new ToolboxProbe(), ToolboxFacts.KEY, facts));
    return facts.with(XcodeFacts.KEY, machine.read(new XcodeProbe(), XcodeFacts.KEY, facts));
  }

  private static ToolFacts tool(RecordedMachine machine, String name) throws Exception {
    Facts facts = all(machine, known(machine.host().os(), "arm64"));
    return machine.read(new ToolProbe(), ToolFacts.key(name), facts);
  }

  @Test
  void theFolderOfHomebrewTellsTheVersionWithoutAskingNode() throws Exception {
    RecordedMachine machine =
        withTools(mac())
            .link("/opt/homebrew/bin/node", "../Cellar/node/24.9.0_1/bin/node")
            .file("/opt/homebrew/Cellar/node/24.9.0_1/bin/node", "");
    ToolFacts node = tool(machine, "node");

    assertEquals("24.9.0", node.version());
    assertEquals("folder name", node.versionIn());
    assertEquals("/opt/homebrew/bin/node", node.path());
    assertEquals(">=24 <25", node.required());
    assertEquals("package.json:2", node.requiredIn());
    assertEquals("24.13.0", node.pinned());
  }

  @Test
  void theStubOfMacOsIsNotStartedWithoutTheCommandLineTools() throws Exception {
    RecordedMachine machine =
        mac()
            .file("/usr/bin/git", "")
            .failure(
                "/usr/bin/xcode-select -p",
                2,
                "xcode-select: error: unable to get active developer directory, use `sudo"
                    + " xcode-select --switch path/to/Xcode.app` to set one (or see `man"
                    + " xcode-select`)\n");
    ToolFacts git = tool(machine, "git");

    assertFalse(git.found());
    assertEquals(
        "a stub of macOS, which needs the command line tools", git.rejected().get(0).why());
  }

  @Test
  void theStubOfMacOsIsAskedOnceTheToolsAreThere() throws Exception {
    RecordedMachine machine =
        withTools(mac())
            .file("/usr/bin/git", "")
            .answer("/usr/bin/git --version", "git version 2.39.5 (Apple Git-154)\n");

    assertEquals("2.39.5", tool(machine, "git").version());
  }

  @Test
  void aLicenceThatIsNotAcceptedIsTold() throws Exception {
    RecordedMachine machine =
        mac()
            .entry(CLT, "folder")
            .answer("/usr/bin/xcode-select -p", CLT + "\n")
            .failure(
                "/usr/bin/xcrun --find clang",
                69,
                "You have not agreed to the Xcode license agreements. Please run 'sudo xcodebuild"
                    + " -license' from within a Terminal window to review and agree to the Xcode"
                    + " and Apple SDKs license.\n");
    XcodeFacts xcode = machine.read(new XcodeProbe(), XcodeFacts.KEY);

    assertTrue(xcode.installed());
    assertFalse(xcode.licensed());
  }

  @Test
  void toolsThatAnUpgradeTookAwayAreTold() throws Exception {
    RecordedMachine machine = mac().answer("/usr/bin/xcode-select -p", CLT + "\n");
    XcodeFacts xcode = machine.read(new XcodeProbe(), XcodeFacts.KEY);

    assertFalse(xcode.installed());
    assertEquals(CLT, xcode.folder());
  }

  @Test
  void theVersionOfUvIsReadFromItsFirstNumbers() throws Exception {
    RecordedMachine machine =
        withTools(mac())
            .file("/opt/homebrew/bin/uv", "")
            .answer(
                "/opt/homebrew/bin/uv --version",
                "uv 0.11.16 (Homebrew 2026-05-21 aarch64-apple-darwin)\n");
    ToolFacts uv = tool(machine, "uv");

    assertEquals("0.11.16", uv.version());
    assertEquals(">=0.10.2", uv.required());
    assertEquals("pyproject.toml:5", uv.requiredIn());
  }

  @Test
  void pnpmOfCorepackIsTheVersionThatPackageJsonNames() throws Exception {
    RecordedMachine machine =
        withTools(mac())
            .link("/opt/homebrew/bin/pnpm", "../lib/node_modules/corepack/dist/pnpm.js")
            .file("/opt/homebrew/lib/node_modules/corepack/dist/pnpm.js", "");
    ToolFacts pnpm = tool(machine, "pnpm");

    assertEquals("10.29.3", pnpm.version());
    assertEquals("10.29.3", pnpm.required());
    assertEquals("corepack", pnpm.foundBy());
  }

  @Test
  void pnpmOfNpmIsReadFromItsPackage() throws Exception {
    RecordedMachine machine =
        withTools(mac())
            .link("/opt/homebrew/bin/pnpm", "../lib/node_modules/pnpm/bin/pnpm.cjs")
            .file("/opt/homebrew/lib/node_modules/pnpm/bin/pnpm.cjs", "")
            .file(
                "/opt/homebrew/lib/node_modules/pnpm/package.json",
                "{ \"name\": \"pnpm\", \"version\": \"8.10.5\" }");

    assertEquals("8.10.5", tool(machine, "pnpm").version());
  }

  @Test
  void theNodeOfNvmIsChosenByNvmrc() throws Exception {
    RecordedMachine machine =
        withTools(mac())
            .link("/opt/homebrew/bin/node", "../Cellar/node/20.1.0/bin/node")
            .file("/opt/homebrew/Cellar/node/20.1.0/bin/node", "")
            .file(HOME + "/.nvm/versions/node/v22.21.0/bin/node", "")
            .file(HOME + "/.nvm/versions/node/v24.13.0/bin/node", "");
    ToolFacts node = tool(machine, "node");

    assertEquals("24.13.0", node.version());
    assertEquals("nvm", node.foundBy());
    assertEquals("20.1.0", node.others().get(0).version());
    assertTrue(node.others().get(0).earlier());
  }

  @Test
  void aFolderOfNvmWithoutNodeIsNoNode() throws Exception {
    RecordedMachine machine =
        withTools(mac()).file(HOME + "/.nvm/versions/node/v24.13.0/bin/corepack", "");
    assertEquals("", tool(machine, "node").path());
  }

  @Test
  void theNodeOfFnmIsChosenByNvmrc() throws Exception {
    String fnm =
        HOME + "/Library/Application Support/fnm/node-versions/v24.13.0/installation/bin/node";
    ToolFacts node = tool(withTools(mac()).file(fnm, ""), "node");

    assertEquals("24.13.0", node.version());
    assertEquals(fnm, node.path());
  }

  @Test
  void theShimOfVoltaLeadsToItsDefault() throws Exception {
    RecordedMachine machine =
        withTools(mac())
            .link("/opt/homebrew/bin/node", HOME + "/.volta/bin/volta-shim")
            .file(HOME + "/.volta/bin/volta-shim", "")
            .file(
                HOME + "/.volta/tools/user/platform.json",
                "{ \"node\": { \"runtime\": \"24.1.0\", \"npm\": null } }")
            .file(HOME + "/.volta/tools/image/node/24.1.0/bin/node", "");
    ToolFacts node = tool(machine, "node");

    assertEquals("24.1.0", node.version());
    assertEquals("volta", node.foundBy());
  }

  @Test
  void aShimOfVoltaWithoutADefaultIsNoAnswer() throws Exception {
    RecordedMachine machine =
        withTools(mac())
            .link("/opt/homebrew/bin/node", HOME + "/.volta/bin/volta-shim")
            .file(HOME + "/.volta/bin/volta-shim", "");
    ToolFacts node = tool(machine, "node");

    assertFalse(node.broken());
    assertEquals(
        "is a shim of volta, whose files do not tell which node it runs here", node.problem());
  }

  @Test
  void theShimsOfMiseAndAsdfFollowToolVersions() throws Exception {
    RecordedMachine mise =
        withTools(mac())
            .file(CHECKOUT + "/.mise.toml", "[tools]\nnode = \"24\"\n")
            .link("/opt/homebrew/bin/node", HOME + "/.local/share/mise/bin/mise")
            .file(HOME + "/.local/share/mise/bin/mise", "")
            .file(HOME + "/.local/share/mise/installs/node/24.12.0/bin/node", "");
    assertEquals("24.12.0", tool(mise, "node").version());

    RecordedMachine asdf =
        withTools(mac(HOME + "/.asdf/shims:/usr/bin"))
            .file(CHECKOUT + "/.tool-versions", "nodejs 22.21.0\n")
            .file(HOME + "/.asdf/shims/node", "")
            .file(HOME + "/.asdf/installs/nodejs/24.1.0/bin/node", "");
    ToolFacts node = tool(asdf, "node");
    assertEquals("is a shim of asdf, which has not installed 22.21.0", node.problem());
    assertTrue(node.broken());
  }

  @Test
  void theBuiltEnvironmentOfFloxIsWhereToolsAreLookedForFirst() throws Exception {
    RecordedMachine machine =
        withTools(mac())
            .file(
                CHECKOUT + "/.flox/env/manifest.toml",
                "version = 1\n\n"
                    + "[install]\n"
                    + "nodejs.pkg-path = \"nodejs_24\"\n"
                    + "brotli.pkg-path = \"brotli\"\n")
            .link(CHECKOUT + "/.flox/run/aarch64-darwin.posthog.dev", "/nix/store/abc-environment")
            .link("/nix/store/abc-environment/bin/node", "/nix/store/def-nodejs-24.12.0/bin/node")
            .file("/nix/store/def-nodejs-24.12.0/bin/node", "")
            .file(
                "/nix/store/def-nodejs-24.12.0/include/node/node_version.h",
                "#define NODE_MAJOR_VERSION 24\n"
                    + "#define NODE_MINOR_VERSION 12\n"
                    + "#define NODE_PATCH_VERSION 0\n");
    Facts facts = all(machine, known("macos", "arm64"));
    ToolboxFacts toolbox = facts.get(ToolboxFacts.KEY);
    ToolFacts node = machine.read(new ToolProbe(), ToolFacts.key("node"), facts);

    assertTrue(toolbox.built());
    assertFalse(toolbox.active());
    assertEquals("24.12.0", node.version());
    assertEquals("the flox environment", node.foundBy());
  }

  @Test
  void theVersionManagerOfAnotherProjectIsNotOurs() throws Exception {
    RecordedMachine machine =
        withTools(mac())
            .env("FLOX_ENV", "/Users/ada/other/.flox/run/aarch64-darwin.other.dev")
            .env("FLOX_ENV_PROJECT", "/Users/ada/other")
            .file(
                CHECKOUT + "/.flox/env/manifest.toml",
                "version = 1\n[install]\nuv.pkg-path = \"uv\"\n");
    ToolboxFacts toolbox = all(machine, known("macos", "arm64")).get(ToolboxFacts.KEY);

    assertFalse(toolbox.active());
    assertEquals("/Users/ada/other", toolbox.other());
  }

  @Test
  void thePythonThatUvManagesIsFoundByItsFolder() throws Exception {
    RecordedMachine machine =
        withTools(mac())
            .file(
                HOME + "/.local/share/uv/python/cpython-3.12.7-macos-aarch64-none/bin/python3", "")
            .file(
                HOME + "/.local/share/uv/python/cpython-3.13.13-macos-aarch64-none/bin/python3",
                "");
    ToolFacts python = tool(machine, "python");

    assertEquals("3.13.13", python.version());
    assertEquals("uv", python.foundBy());
  }

  @Test
  void theVirtualEnvironmentTellsItsPythonAndIsNotStarted() throws Exception {
    RecordedMachine machine =
        withTools(mac())
            .file(
                CHECKOUT + "/.venv/pyvenv.cfg",
                "home = /usr/bin\nversion_info = 3.13.13\nuv = 0.11.16\n");

    assertEquals("3.13.13", tool(machine, "python").version());
    assertEquals("the virtual environment", tool(machine, "python").foundBy());
  }

  @Test
  void whatComposeAnswersIsItsVersion() throws Exception {
    RecordedMachine machine =
        withTools(mac())
            .file("/opt/homebrew/bin/docker", "")
            .answer("/opt/homebrew/bin/docker compose version --short", "2.29.7\n");
    assertEquals("2.29.7", tool(machine, "compose").version());

    RecordedMachine none =
        withTools(mac())
            .file("/opt/homebrew/bin/docker", "")
            .failure(
                "/opt/homebrew/bin/docker compose version --short",
                1,
                "docker: 'compose' is not a docker command.\n");
    assertFalse(tool(none, "compose").found());
  }

  @Test
  void homebrewAndEnginesAreFoundByTheirFiles() throws Exception {
    RecordedMachine machine =
        withTools(mac())
            .file("/opt/homebrew/bin/brew", "")
            .file("/usr/local/bin/brew", "")
            .entry("/Applications/OrbStack.app", "folder");
    Facts facts = all(machine, known("macos", "arm64"));
    HomebrewFacts brew = machine.read(new HomebrewProbe(), HomebrewFacts.KEY, facts);

    assertEquals("/opt/homebrew", brew.prefix());
    assertTrue(brew.onPath());
    assertTrue(brew.both());
    assertEquals(
        java.util.List.of("OrbStack"),
        machine.read(new EngineAppProbe(), EngineAppFacts.KEY).installed());
  }

  @Test
  void direnvIsAllowedWhileTheHashFits() throws Exception {
    String text = "use flox\n";
    RecordedMachine machine = mac().file(CHECKOUT + "/.envrc", text);
    assertFalse(
        machine.read(new DirenvProbe(), DirenvFacts.KEY, known("macos", "arm64")).allowed());
    // printf '%s\nuse flox\n' /Users/ada/posthog/.envrc | sha256sum
    String hash = "48ce2e7698c71f2b0e9f3af7d0254d50373879428034b4f3d789478ff36d98e5";
    machine.file(HOME + "/.local/share/direnv/allow/" + hash, "");
    assertTrue(machine.read(new DirenvProbe(), DirenvFacts.KEY, known("macos", "arm64")).allowed());
  }

  @Test
  void theManagerIsReadFromTheStartScript() throws Exception {
    RecordedMachine machine =
        mac().file(CHECKOUT + "/bin/start", "#!/bin/bash\nexec mprocs --config bin/mprocs.yaml\n");
    Facts facts = all(withTools(machine), known("macos", "arm64"));
    StarterFacts start = machine.read(new StarterProbe(), StarterFacts.KEY, facts);

    assertEquals("mprocs", start.manager());
    assertEquals("bin/start:2", start.managerIn());
    assertEquals("", start.managerPath());
  }

  @Test
  void rangesComeFromWhereverTheCheckoutDeclaresThem() throws Exception {
    RecordedMachine machine =
        mac()
            .file(CHECKOUT + "/rust/Cargo.toml", "[workspace.package]\nrust-version = \"1.88\"\n")
            .file(CHECKOUT + "/bin/migrate", "sqlx migrate run\n")
            .file(CHECKOUT + "/devenv.nix", "{\n  sqlx-cli = \"0.8.3\";\n}\n")
            .file(CHECKOUT + "/tools/phrocs/go.mod", "module x\n\ngo 1.25\n")
            .file(CHECKOUT + "/bin/download-mmdb", "curl | brotli\n");
    Map<String, Need> needs =
        machine.read(new RequirementProbe(), RequirementFacts.KEY, known("macos", "arm64")).tools();

    assertEquals(">=1.88", needs.get("cargo").range());
    assertEquals("rust/Cargo.toml:2", needs.get("cargo").rangeIn());
    assertEquals(">=0.8.3", needs.get("sqlx").range());
    assertEquals("devenv.nix:2", needs.get("sqlx").rangeIn());
    assertEquals(">=1.25", needs.get("go").range());
    assertEquals("bin/download-mmdb:1", needs.get("brotli").usedIn());
    assertFalse(needs.get("op").used());
  }
}
