package com.posthog.doctor.remedies;

import com.posthog.doctor.support.Cures;
import com.posthog.doctor.support.ToolMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The remedies of programs that are not there: by Homebrew on a Mac, by apt-get on Debian. */
class ToolRemediesTest {
  private static final String UBUNTU =
      "ID=ubuntu\nVERSION_ID=24.04\nPRETTY_NAME='Ubuntu 24.04.4 LTS'\n";

  @TempDir Path temporary;

  @ParameterizedTest
  @CsvSource({
    "brotli,brotli",
    "curl,curl",
    "direnv,direnv",
    "ffmpeg,ffmpeg",
    "git,git",
    "psql,libpq"
  })
  @Cures({
    "install-brotli-brew",
    "install-curl-brew",
    "install-direnv-brew",
    "install-ffmpeg-brew",
    "install-git-brew",
    "install-psql-brew"
  })
  void homebrewInstallsWhatIsNotThere(String program, String formula) throws IOException {
    Ward ward = ready(Ward.of("layered", temporary)).onMac().allowing("installs");
    Path made = aside(ward, program);
    ward.standIn(back(ward, program), "brew", "install", formula);
    ward.cures("tool." + program, "install-" + program + "-brew", List.of(made));
  }

  @ParameterizedTest
  @CsvSource({
    "brotli,brotli",
    "curl,curl",
    "direnv,direnv",
    "ffmpeg,ffmpeg",
    "flock,util-linux",
    "git,git",
    "psql,postgresql-client"
  })
  @Cures({
    "install-brotli-apt",
    "install-curl-apt",
    "install-direnv-apt",
    "install-ffmpeg-apt",
    "install-flock-apt",
    "install-git-apt",
    "install-psql-apt"
  })
  void aptInstallsWhatIsNotThereWithTheRightsThatAreGiven(String program, String name)
      throws IOException {
    Ward ward = onUbuntu().allowing("privileged");
    Path made = aside(ward, program);
    apt(ward, back(ward, program), name);
    ward.cures("tool." + program, "install-" + program + "-apt", List.of(made));
  }

  /** Somebody who is not the administrator, on Ubuntu. */
  private Ward onUbuntu() throws IOException {
    return onUbuntu(temporary);
  }

  private static Ward onUbuntu(Path place) throws IOException {
    Ward ward = ready(Ward.of("layered", place));
    Path release = Files.writeString(ward.system("os-release"), UBUNTU);
    return ward.on(host -> host.asUser().place("/etc/os-release", release));
  }

  private static void apt(Ward ward, String cure, String... packages) throws IOException {
    List<String> argv = new ArrayList<>(List.of("apt-get", "install", "-y"));
    argv.addAll(List.of(packages));
    ward.sudo();
    ward.standIn(cure, argv.toArray(new String[0]));
  }

  private static Path aside(Ward ward, String program) throws IOException {
    Path place = ward.machine().bin(program);
    Files.move(place, ward.system(program));
    return place;
  }

  private static String back(Ward ward, String program) throws IOException {
    return "cp -P '" + ward.system(program) + "' '" + ward.machine().bin(program) + "'";
  }

  @Test
  @Cures("install-flock-brew")
  void flockComesFromHomebrew() throws IOException {
    Ward ward = Ward.of("layered", temporary).onMac().allowing("installs");
    Path made = aside(ward, "flock");
    ward.standIn(back(ward, "flock"), "brew", "install", "flock");
    ward.cures("tool.flock", "install-flock-brew", List.of(made));
  }

  @Test
  @Cures("install-build-essential-apt")
  void theCompilerComesFromApt() throws IOException {
    Ward ward = onUbuntu().allowing("privileged");
    Path made = aside(ward, "cc");
    apt(ward, back(ward, "cc"), "build-essential");
    ward.cures("tool.build-essential", "install-build-essential-apt", List.of(made));
  }

  @Test
  @Cures({"install-compose-mac", "install-compose-apt", "install-compose-ubuntu"})
  void composeIsInstalledOrUpdated() throws IOException {
    String broken = "echo \"docker: 'compose' is not a docker command.\" >&2; exit 1";
    Ward mac = Ward.of("layered", temporary.resolve("mac")).onMac().allowing("installs");
    Path docker = mac.machine().bin("docker");
    Path good = mac.system("docker");
    Files.copy(docker, good);
    mac.machine().docker(broken);
    mac.standIn("cp '" + good + "' '" + docker + "'; touch done", "brew", "upgrade", "orbstack")
        .undoing(() -> mac.machine().docker(broken))
        .cures("tool.compose", "install-compose-mac", List.of(mac.at("done")));
    composeFromApt("install-compose-apt", "docker-compose-plugin", good, broken);
    composeFromApt("install-compose-ubuntu", "docker-compose-v2", good, broken);
  }

  private void composeFromApt(String remedy, String name, Path good, String broken)
      throws IOException {
    Ward ward = onUbuntu(temporary.resolve(remedy)).allowing("privileged");
    if (remedy.equals("install-compose-apt")) {
      Path list = Files.createFile(ward.system("docker-ce-cli.list"));
      ward.on(host -> host.place("/var/lib/dpkg/info/docker-ce-cli.list", list));
    }
    ward.machine().docker(broken);
    apt(ward, "cp '" + good + "' '" + ward.machine().bin("docker") + "'; touch done", name);
    ward.undoing(() -> ward.machine().docker(broken))
        .cures("tool.compose", remedy, List.of(ward.at("done")));
  }

  @Test
  @Cures({"install-docker-mac", "install-orbstack"})
  void theEngineOfAMacIsInstalled() throws IOException {
    Ward ward = Ward.of("layered", temporary).onMac().allowing("installs");
    Path made = aside(ward, "docker");
    Path nowhere = ward.system("nowhere");
    ward.on(host -> host.place("/usr/local", nowhere));
    ward.standIn(back(ward, "docker"), "brew", "install", "orbstack");
    ward.cures("tool.docker", "install-docker-mac", List.of(made));
    Path applications = ward.system("Applications");
    ward.on(host -> host.place("/Applications", applications));
    Path app = applications.resolve("OrbStack.app");
    ward.afresh().standIn("mkdir -p '" + app + "'", "brew", "install", "orbstack");
    ward.cures("tool.orbstack", "install-orbstack", List.of(applications));
  }

  @Test
  @Cures({"hogli-executable", "sync-venv"})
  void hogliCanBeRun() throws IOException {
    Ward ward = ready(Ward.of("layered", temporary));
    Files.createDirectories(ward.at(".venv/bin"));
    Files.setPosixFilePermissions(
        ward.at("bin/hogli"), PosixFilePermissions.fromString("rw-r--r--"));
    ward.cures("tool.hogli", "hogli-executable");
    Files.setPosixFilePermissions(
        ward.at("bin/hogli"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Path link = Files.createSymbolicLink(ward.at(".venv/bin/hogli"), Path.of("/nowhere/hogli"));
    ward.allowing("installs")
        .standIn("ln -sf '" + ward.at("bin/hogli") + "' .venv/bin/hogli; touch done", "uv", "sync")
        .undoing(
            () -> {
              Files.delete(link);
              Files.createSymbolicLink(link, Path.of("/nowhere/hogli"));
            })
        .cures("tool.hogli", "sync-venv", List.of(ward.at("done")));
  }

  private static Ward ready(Ward ward) throws IOException {
    ward.machine().ready(ward.checkout(), "3.13.13");
    return ward;
  }

  @Test
  @Cures({"build-phrocs", "phrocs-executable"})
  void theProcessManagerIsBuiltAndCanBeRun() throws IOException {
    Ward ward = Ward.of("layered", temporary).allowing("installs");
    Files.createDirectories(ward.at("tools/phrocs"));
    ward.write("tools/phrocs/go.mod", "module phrocs\n\ngo 1.25.5\n");
    Path built = ward.at("tools/phrocs/dist/phrocs");
    ward.machine().without("mprocs");
    Files.createDirectories(built.getParent());
    ward.standIn(
        "printf '#!/bin/sh\\nexit 0\\n' > tools/phrocs/dist/phrocs; chmod +x tools/phrocs/dist/phrocs",
        "make",
        "-C",
        "tools/phrocs",
        "build");
    ward.cures("tool.process-manager", "build-phrocs", List.of(built));
    ToolMachine.script(built, "exit 0");
    Files.setPosixFilePermissions(built, PosixFilePermissions.fromString("rw-r--r--"));
    ward.afresh().cures("tool.process-manager", "phrocs-executable");
  }

  @Test
  @Cures("install-python")
  void uvFetchesPython() throws IOException {
    Ward ward = Ward.of("layered", temporary).allowing("installs");
    ward.write(".venv/pyvenv.cfg", "home = /usr/bin\nversion_info = 3.11.4\n");
    Path made = ward.machine().home(".local/share");
    String python = made + "/uv/python/cpython-3.13.13-linux-x86_64-gnu/bin";
    String requires = Files.readString(ward.at("pyproject.toml"));
    String wanted = requires.replaceFirst("(?s).*requires-python = \"==([0-9.]+)\".*", "$1");
    ward.standIn(
        "mkdir -p '"
            + python.replace("3.13.13", wanted)
            + "'; cp /bin/sh '"
            + python.replace("3.13.13", wanted)
            + "/python3'",
        "uv",
        "python",
        "install",
        wanted);
    ward.cures("tool.python", "install-python", List.of(made));
  }

  @Test
  @Cures({"install-sqlx", "install-sqlx-newest"})
  void cargoInstallsSqlx() throws IOException {
    for (boolean pinned : List.of(true, false)) {
      Ward ward = Ward.of("layered", temporary.resolve("pinned-" + pinned)).allowing("installs");
      Path made = aside(ward, "sqlx");
      List<String> argv = new ArrayList<>(List.of("cargo", "install", "sqlx-cli"));
      if (pinned) {
        argv.addAll(List.of("--version", "0.8.3"));
      } else {
        unpin(ward);
      }
      argv.addAll(
          List.of("--locked", "--no-default-features", "--features", "native-tls,postgres"));
      ward.standIn(back(ward, "sqlx"), argv.toArray(new String[0]));
      ward.cures("tool.sqlx", pinned ? "install-sqlx" : "install-sqlx-newest", List.of(made));
    }
  }

  private static void unpin(Ward ward) throws IOException {
    try (var all = Files.walk(ward.at("."))) {
      for (Path one : all.filter(Files::isRegularFile).toList()) {
        if (!one.toString().contains("/.git/")) {
          String text =
              new String(Files.readAllBytes(one), java.nio.charset.StandardCharsets.ISO_8859_1);
          if (text.contains("sqlx-cli")) {
            Files.writeString(
                one,
                text.replace("sqlx-cli", "other"),
                java.nio.charset.StandardCharsets.ISO_8859_1);
          }
        }
      }
    }
  }

  @Test
  @Cures({"install-xmlsec-brew", "install-xmlsec-apt"})
  void theLibrariesOfXmlsecAreInstalled() throws IOException {
    String[] known = {"libxml-2.0 2.14.5", "xmlsec1 1.3.7"};
    Ward mac = Ward.of("layered", temporary.resolve("mac")).onMac().allowing("installs");
    packages(mac, known);
    mac.standIn(
        "touch '" + mac.system("installed") + "'",
        "brew",
        "install",
        "libxml2",
        "libxmlsec1",
        "pkg-config",
        "openssl");
    mac.cures("tool.xmlsec-headers", "install-xmlsec-brew", List.of(mac.system("installed")));
    Ward linux = onUbuntu().allowing("privileged");
    packages(linux, known);
    apt(
        linux,
        "touch '" + linux.system("installed") + "'",
        "libxml2-dev",
        "libxmlsec1-dev",
        "libffi-dev",
        "pkg-config");
    linux.cures("tool.xmlsec-headers", "install-xmlsec-apt", List.of(linux.system("installed")));
  }

  /** A pkg-config that knows these packages once something was installed. */
  private static void packages(Ward ward, String... known) throws IOException {
    String lock = Files.readString(ward.at("uv.lock"));
    String block = "name = \"xmlsec\"\nversion = \"1.3.17\"\n";
    String sources = block + "sdist = { url = \"https://x/xmlsec-1.3.17.tar.gz\" }\n";
    ward.write("uv.lock", lock.replace(block, sources));
    StringBuilder body = new StringBuilder("[ -e '" + ward.system("installed") + "' ] || exit 1\n");
    body.append("case \"$2\" in\n");
    for (String one : known) {
      String[] words = one.split(" ", -1);
      body.append(words[0]).append(") echo ").append(words[1]).append(" ;;\n");
    }
    ward.machine().script("pkg-config", body + "*) exit 1 ;;\nesac");
  }

  @Test
  @Cures("homebrew-on-path")
  void homebrewIsPutOnPathOfEveryNewTerminal() throws IOException {
    Ward ward = Ward.of("layered", temporary).onMac();
    Path prefix = ward.system("homebrew");
    ToolMachine.script(prefix.resolve("bin/brew"), "echo \"export PATH='/usr/local/bin':$PATH\"");
    ward.on(host -> host.place("/usr/local", prefix));
    Files.createSymbolicLink(ward.machine().bin("brew"), prefix.resolve("bin/brew"));
    ward.curesInNewShell("tool.homebrew", "homebrew-on-path", ".zprofile");
  }
}
