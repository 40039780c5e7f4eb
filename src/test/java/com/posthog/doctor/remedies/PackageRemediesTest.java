package com.posthog.doctor.remedies;

import com.posthog.doctor.support.Cures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs that are not there come from the packages of the system, or from cargo. */
class PackageRemediesTest {
  private static final String UBUNTU =
      "ID=ubuntu\nVERSION_ID=24.04\nPRETTY_NAME='Ubuntu 24.04.4 LTS'\n";

  @TempDir Path temporary;

  /** Somebody who is not the administrator, on Ubuntu, with a {@code sudo} that asks nothing. */
  private Ward onUbuntu() throws IOException {
    return on("ubuntu");
  }

  /** The same on another distribution. */
  private Ward on(String distro) throws IOException {
    Ward ward = Ward.of("layered", temporary.resolve(distro)).allowing("privileged").sudo();
    String text = UBUNTU.replace("ID=ubuntu", "ID=" + distro);
    Path release = Files.writeString(ward.system("os-release"), text);
    ward.machine().ready(ward.checkout(), "3.13.13");
    Path nowhere = ward.system("nowhere");
    return ward.on(
        host -> host.asUser().place("/etc/os-release", release).place("/usr/local", nowhere));
  }

  private static String back(Ward ward, String program) throws IOException {
    Path place = ward.machine().bin(program);
    Path kept = Files.move(place, ward.system(program));
    return "cp -P '" + kept + "' '" + place + "'";
  }

  @ParameterizedTest
  @CsvSource({
    "uv,uv,install-uv-brew",
    "cargo,rust,install-rust-brew",
    "go,go,install-go-brew",
    "gh,gh,install-gh-brew",
    "op,1password-cli,install-op-brew"
  })
  @Cures({
    "install-uv-brew",
    "install-rust-brew",
    "install-go-brew",
    "install-gh-brew",
    "install-op-brew"
  })
  void homebrewInstallsIt(String program, String formula, String remedy) throws IOException {
    Ward ward = Ward.of("layered", temporary).onMac().allowing("installs");
    ward.write(".env.local", "X_KEY=op://vault/item/key\n");
    ward.standIn(back(ward, program), "brew", "install", formula);
    ward.cures("tool." + program, remedy, List.of(ward.machine().bin(program)));
  }

  @ParameterizedTest
  @CsvSource({
    "git,git,git,git",
    "brotli,brotli,brotli,brotli",
    "curl,curl,curl,curl",
    "direnv,direnv,direnv,direnv",
    "ffmpeg,ffmpeg,ffmpeg-free,ffmpeg",
    "flock,flock,util-linux,util-linux",
    "psql,psql,postgresql,postgresql-libs",
    "gh,gh,gh,github-cli",
    "build-essential,cc,gcc gcc-c++ make,base-devel"
  })
  @Cures({
    "install-brotli-dnf",
    "install-brotli-pacman",
    "install-curl-dnf",
    "install-curl-pacman",
    "install-direnv-dnf",
    "install-direnv-pacman",
    "install-ffmpeg-dnf",
    "install-ffmpeg-pacman",
    "install-flock-dnf",
    "install-flock-pacman",
    "install-gh-dnf",
    "install-gh-pacman",
    "install-git-dnf",
    "install-git-pacman",
    "install-psql-dnf",
    "install-psql-pacman",
    "install-build-essential-dnf",
    "install-build-essential-pacman"
  })
  void fedoraAndArchInstallIt(String check, String program, String fedora, String arch)
      throws IOException {
    Ward dnf = on("fedora");
    dnf.standIn(back(dnf, program), argv("dnf install -y " + fedora));
    Path made = dnf.machine().bin(program);
    dnf.cures("tool." + check, "install-" + check + "-dnf", List.of(made));
    Ward pacman = on("arch");
    pacman.standIn(back(pacman, program), argv("pacman -S --needed --noconfirm " + arch));
    made = pacman.machine().bin(program);
    pacman.cures("tool." + check, "install-" + check + "-pacman", List.of(made));
  }

  private static String[] argv(String words) {
    return words.split(" ", -1);
  }

  @Test
  @Cures({"install-xmlsec-dnf", "install-xmlsec-pacman"})
  void fedoraAndArchInstallTheHeadersOfXmlsec() throws IOException {
    Ward dnf = on("fedora");
    withoutHeaders(dnf)
        .standIn(
            "touch '" + dnf.system("installed") + "'",
            argv(
                "dnf install -y libxml2-devel xmlsec1-devel xmlsec1-openssl-devel libffi-devel"
                    + " pkgconf-pkg-config"));
    Path made = dnf.system("installed");
    dnf.cures("tool.xmlsec-headers", "install-xmlsec-dnf", List.of(made));
    Ward pacman = on("arch");
    withoutHeaders(pacman)
        .standIn(
            "touch '" + pacman.system("installed") + "'",
            argv("pacman -S --needed --noconfirm libxml2 xmlsec libffi pkgconf"));
    made = pacman.system("installed");
    pacman.cures("tool.xmlsec-headers", "install-xmlsec-pacman", List.of(made));
  }

  /** A lock that wants xmlsec built, and a pkg-config that knows nothing until it is installed. */
  private static Ward withoutHeaders(Ward ward) throws IOException {
    String block = "name = \"xmlsec\"\nversion = \"1.3.17\"\n";
    String sources = block + "sdist = { url = \"https://x/xmlsec-1.3.17.tar.gz\" }\n";
    ward.write("uv.lock", Files.readString(ward.at("uv.lock")).replace(block, sources));
    ward.machine()
        .script(
            "pkg-config",
            ("[ -e '" + ward.system("installed") + "' ] || exit 1\n")
                + "case \"$2\" in libxml-2.0) echo 2.14.5 ;; xmlsec1) echo 1.3.7 ;; *) exit 1 ;; esac");
    return ward;
  }

  @Test
  @Cures("install-gh-apt")
  void theCommandOfGitHubComesFromApt() throws IOException {
    Ward ward = onUbuntu();
    ward.standIn(back(ward, "gh"), "apt-get", "install", "-y", "gh");
    ward.cures("tool.gh", "install-gh-apt", List.of(ward.machine().bin("gh")));
  }

  @Test
  @Cures("install-docker-apt")
  void dockerComesFromThePackagesOfUbuntu() throws IOException {
    Ward ward = onUbuntu();
    ward.standIn(
        back(ward, "docker"), "apt-get", "install", "-y", "docker.io", "docker-compose-v2");
    ward.cures("tool.docker", "install-docker-apt", List.of(ward.machine().bin("docker")));
  }

  @Test
  @Cures("install-rust-apt")
  void rustupComesFromAptAndRustFromIt() throws IOException {
    Ward ward = onUbuntu();
    Path apt = ward.system("apt");
    ward.standIn("touch '" + apt + "'", "apt-get", "install", "-y", "rustup");
    ward.standIn("[ -e '" + apt + "' ]\n" + back(ward, "cargo"), "rustup", "default", "stable");
    ward.cures("tool.cargo", "install-rust-apt", List.of(apt, ward.machine().bin("cargo")));
  }

  @Test
  @Cures("install-go-snap")
  void goComesFromItsSnap() throws IOException {
    Ward ward = onUbuntu();
    ward.standIn(back(ward, "go"), "snap", "install", "go", "--classic");
    ward.cures("tool.go", "install-go-snap", List.of(ward.machine().bin("go")));
  }

  @Test
  @Cures({"install-phrocs-brew", "install-mprocs-brew"})
  void theProcessManagersComeFromHomebrew() throws IOException {
    Ward phrocs = Ward.of("layered", temporary.resolve("phrocs")).onMac().allowing("installs");
    Files.deleteIfExists(phrocs.at("tools/phrocs/go.mod"));
    Path program = phrocs.machine().bin("phrocs");
    phrocs.standIn(
        "cp '" + phrocs.machine().bin("make") + "' '" + program + "'",
        "brew",
        "install",
        "posthog/tap/phrocs");
    phrocs.cures("tool.process-manager", "install-phrocs-brew", List.of(program));
    Ward mprocs = Ward.of("handbook", temporary.resolve("mprocs")).onMac().allowing("installs");
    mprocs.standIn(back(mprocs, "mprocs"), "brew", "install", "mprocs");
    mprocs.cures(
        "tool.process-manager", "install-mprocs-brew", List.of(mprocs.machine().bin("mprocs")));
  }

  @Test
  @Cures("install-mprocs-cargo")
  void theOlderProcessManagerIsBuiltByCargo() throws IOException {
    Ward ward = Ward.of("handbook", temporary).allowing("installs");
    ward.standIn(back(ward, "mprocs"), "cargo", "install", "mprocs", "--locked");
    ward.cures(
        "tool.process-manager", "install-mprocs-cargo", List.of(ward.machine().bin("mprocs")));
  }
}
