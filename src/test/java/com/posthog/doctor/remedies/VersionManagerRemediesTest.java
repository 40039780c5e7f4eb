package com.posthog.doctor.remedies;

import com.posthog.doctor.support.Cures;
import com.posthog.doctor.support.ToolMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program of a wrong version is brought up to date by what manages its versions. */
class VersionManagerRemediesTest {
  private static final String NODE = "24.13.0";

  @TempDir Path temporary;

  /** A checkout on a machine that finds programs first in a folder of the home. */
  private Ward ward(String first) throws IOException {
    Ward ward = Ward.of("layered", temporary).allowing("installs");
    Path folder = Files.createDirectories(ward.machine().home(first));
    return ward.with("PATH", folder + ":" + ward.machine().path());
  }

  /** The lines of a shell that put a program which answers so to a place. */
  private static String makes(Path program, String answer) {
    return ("mkdir -p '" + program.getParent() + "'\n")
        + ("printf '#!/bin/sh\\necho \"" + answer + "\"\\n' > '" + program + "'\n")
        + ("chmod +x '" + program + "'");
  }

  @Test
  @Cures("install-node-fnm")
  void fnmInstallsNode() throws IOException {
    Ward ward = ward("fnm_multishells/1/bin");
    ToolMachine.script(ward.machine().home("fnm_multishells/1/bin/node"), "echo v22.1.0");
    Path versions = ward.machine().home(".local/share/fnm/node-versions");
    Path node = versions.resolve("v" + NODE + "/installation/bin/node");
    ward.standIn(makes(node, "v" + NODE), "fnm", "install", NODE);
    ward.cures("tool.node", "install-node-fnm", List.of(ward.machine().home(".local/share")));
  }

  @Test
  @Cures("install-node-mise")
  void miseInstallsNode() throws IOException {
    Ward ward = ward("mise/shims");
    ToolMachine.script(ward.machine().home("mise/shims/node"), "exit 1");
    Path installs = ward.machine().home(".local/share/mise/installs");
    ward.standIn(
        makes(installs.resolve("node/" + NODE + "/bin/node"), "v" + NODE),
        "mise",
        "install",
        "node@" + NODE);
    ward.cures("tool.node", "install-node-mise", List.of(ward.machine().home(".local/share")));
  }

  @Test
  @Cures("install-node-volta")
  void voltaInstallsNode() throws IOException {
    Ward ward = ward(".volta/bin");
    Path shim = ward.machine().home(".volta/bin/volta-shim");
    ToolMachine.script(shim, "exit 1");
    Files.createSymbolicLink(shim.resolveSibling("node"), shim);
    Path tools = ward.machine().home(".volta/tools");
    Path platform = tools.resolve("user/platform.json");
    Files.createDirectories(platform.getParent());
    String old = "{\"node\":{\"runtime\":\"22.1.0\",\"npm\":null}}\n";
    Files.writeString(platform, old);
    ToolMachine.script(tools.resolve("image/node/22.1.0/bin/node"), "echo v22.1.0");
    Path image = tools.resolve("image/node/" + NODE);
    String chosen = "sed -i s/22.1.0/" + NODE + "/ '" + platform + "'\n";
    ward.standIn(
        chosen + makes(image.resolve("bin/node"), "v" + NODE), "volta", "install", "node@" + NODE);
    ward.undoing(() -> Files.writeString(platform, old))
        .cures("tool.node", "install-node-volta", List.of(image));
  }

  @Test
  @Cures("enable-corepack")
  void corepackBringsPnpmAndTakesItBack() throws IOException {
    Ward ward = Ward.of("layered", temporary).allowing("installs");
    pnpmOfCorepack(ward).cures("tool.pnpm", "enable-corepack");
  }

  @Test
  @Cures("enable-corepack-sudo")
  void corepackBringsPnpmForTheNodeOfTheSystem() throws IOException {
    Ward ward = Ward.of("layered", temporary).allowing("privileged").sudo();
    Path system = Files.createDirectories(ward.system("node"));
    Files.move(ward.machine().bin("node"), system.resolve("node"));
    ward.on(host -> host.asUser().place("/usr/node", system))
        .with("PATH", ward.machine().path() + ":/usr/node");
    pnpmOfCorepack(ward).cures("tool.pnpm", "enable-corepack-sudo");
  }

  private static Ward pnpmOfCorepack(Ward ward) throws IOException {
    Path pnpm = ward.machine().bin("pnpm");
    Path kept = Files.move(pnpm, ward.system("pnpm"));
    return ward.standIn("cp '" + kept + "' '" + pnpm + "'", "corepack", "enable", "pnpm")
        .undoneBy("rm '" + pnpm + "'", "corepack", "disable", "pnpm");
  }

  @Test
  @Cures("update-uv")
  void uvUpdatesItself() throws IOException {
    Ward ward = ward(".local/bin");
    Path version = Files.writeString(ward.system("uv-version"), "0.9.9");
    ToolMachine.script(
        ward.machine().home(".local/bin/uv"),
        ("if [ \"$*\" = 'self update' ]; then printf 0.11.16 > '" + version + "'; exit 0; fi\n")
            + ("echo \"uv $(cat '" + version + "')\""));
    ward.undoing(() -> Files.writeString(version, "0.9.9"))
        .cures("tool.uv", "update-uv", List.of());
  }

  @Test
  @Cures({"update-rust", "choose-toolchain"})
  void rustupUpdatesRustOrGetsItsFirstToolchain() throws IOException {
    Ward ward = ward(".cargo/bin");
    Path rustup = ward.machine().home(".cargo/bin/rustup");
    ToolMachine.script(rustup, "exec '" + ward.machine().bin("rustup") + "' \"$@\"");
    Files.createSymbolicLink(rustup.resolveSibling("cargo"), rustup);
    Path home = ward.machine().home(".rustup");
    Path cargo = home.resolve("toolchains/stable-x86_64-unknown-linux-gnu/bin/cargo");
    String good = makes(cargo, "cargo 1.95.0 (f2d3ce0bd 2026-03-21)");
    String chosen = "mkdir -p '" + home + "'\nprintf 'default_toolchain = \"stable\"\\n'";
    ward.standIn(
        chosen + " > '" + home + "/settings.toml'\n" + good, "rustup", "default", "stable");
    ward.cures("tool.cargo", "choose-toolchain", List.of(home));
    Files.createDirectories(home);
    Files.writeString(home.resolve("settings.toml"), "default_toolchain = \"stable\"\n");
    ToolMachine.script(cargo, "echo 'cargo 1.70.0 (ec8a8a0ca 2023-04-25)'");
    ward.afresh()
        .standIn(good, "rustup", "update")
        .undoing(() -> ToolMachine.script(cargo, "echo 'cargo 1.70.0 (ec8a8a0ca 2023-04-25)'"))
        .cures("tool.cargo", "update-rust", List.of());
  }
}
