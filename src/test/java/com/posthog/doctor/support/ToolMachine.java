package com.posthog.doctor.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A PATH and a home folder of a test's own, with every tool that a checkout needs. */
public final class ToolMachine {
  private static final Map<String, String> ANSWERS =
      Map.ofEntries(
          Map.entry("git", "git version 2.43.0"),
          Map.entry("node", "v24.13.0"),
          Map.entry("pnpm", "10.29.3"),
          Map.entry("uv", "uv 0.11.16 (c62c83c37 2026-05-21)"),
          Map.entry("cargo", "cargo 1.91.1 (f2d3ce0bd 2026-03-21)"),
          Map.entry("sqlx", "sqlx-cli 0.8.3"),
          Map.entry("brotli", "brotli 1.1.0"),
          Map.entry("curl", "curl 8.5.0 (x86_64-pc-linux-gnu) libcurl/8.5.0"),
          Map.entry("go", "go version go1.25.5 linux/amd64"),
          Map.entry("flock", "flock from util-linux 2.39"),
          Map.entry("psql", "psql (PostgreSQL) 16.4"),
          Map.entry("ffmpeg", "ffmpeg version 6.1.1"),
          Map.entry("gh", "gh version 2.63.2 (2024-12-05)"),
          Map.entry("op", "2.30.3"),
          Map.entry("direnv", "2.37.1"),
          Map.entry("mprocs", "mprocs 0.7.3"),
          Map.entry("cc", "cc (Debian 12.2.0-14) 12.2.0"),
          Map.entry("make", "GNU Make 4.3"));

  private static final List<String> MANAGERS =
      List.of(
          "FLOX_ENV",
          "FLOX_ENV_PROJECT",
          "DEVENV_ROOT",
          "NVM_DIR",
          "FNM_DIR",
          "VOLTA_HOME",
          "PYENV_ROOT",
          "RUSTUP_HOME",
          "RUSTUP_TOOLCHAIN",
          "CARGO_HOME",
          "UV_PYTHON_INSTALL_DIR",
          "UV_PROJECT_ENVIRONMENT",
          "VIRTUAL_ENV",
          "POSTHOG_DEV_ENV",
          "XDG_DATA_HOME",
          "PKG_CONFIG_PATH",
          "DIRENV_DIR",
          "XDG_CONFIG_HOME",
          "XDG_CACHE_HOME");

  private final Path folder;

  private ToolMachine(Path folder) {
    this.folder = folder;
  }

  /** A machine in a folder with one of each tool, each answering as the real one does. */
  public static ToolMachine complete(Path folder) throws IOException {
    ToolMachine machine = new ToolMachine(folder);
    Files.createDirectories(folder.resolve("bin"));
    Files.createDirectories(folder.resolve("home"));
    for (String program : new TreeMap<>(ANSWERS).keySet()) {
      machine.restore(program);
    }
    machine.script("sh", "exec /bin/sh \"$@\"");
    return machine.restore("docker");
  }

  /** Makes a checkout one that was set up: virtual environment, process manager, allowed .envrc. */
  public TestCheckout ready(TestCheckout checkout, String python) throws IOException {
    checkout.write(".venv/pyvenv.cfg", "home = /usr/bin\nversion_info = " + python + "\n");
    if (Files.exists(checkout.at("tools/phrocs"))) {
      Files.createDirectories(checkout.at("tools/phrocs/dist"));
      script(checkout.at("tools/phrocs/dist/phrocs"), "exit 0");
    }
    Path envrc = checkout.at(".envrc");
    if (Files.exists(envrc)) {
      Path allow = folder.resolve("home/.local/share/direnv/allow");
      Files.createDirectories(allow);
      Files.createFile(allow.resolve(hash(envrc)));
    }
    return checkout;
  }

  private static String hash(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((file.toRealPath() + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** A doctor on this machine, in a folder. */
  public Doctor doctor(Path where) {
    Doctor doctor = Doctor.in(where);
    for (String name : MANAGERS) {
      doctor = doctor.with(name, null);
    }
    return doctor.with("PATH", path()).with("HOME", folder.resolve("home").toString());
  }

  /** The PATH of this machine; what the scripts of its programs use is not on it. */
  public String path() {
    return folder.resolve("bin").toString();
  }

  /** The place of a program. */
  public Path bin(String program) {
    return folder.resolve("bin").resolve(program);
  }

  /** A place in the home folder. */
  public Path home(String name) {
    return folder.resolve("home").resolve(name);
  }

  /** Puts a program into the home folder. */
  public Path home(String name, String body) throws IOException {
    Files.createDirectories(home(name).getParent());
    script(home(name), body);
    return home(name);
  }

  /** Takes a program away. */
  public ToolMachine without(String program) throws IOException {
    Files.deleteIfExists(bin(program));
    return this;
  }

  /** Puts a program back as it was. */
  public ToolMachine restore(String program) throws IOException {
    if (program.equals("docker")) {
      docker("echo 2.29.7");
      return this;
    }
    return says(program, ANSWERS.get(program));
  }

  /** A program that answers every question with one line. */
  public ToolMachine says(String program, String line) throws IOException {
    return script(program, "echo '" + line + "'");
  }

  /** A program with this body. */
  public ToolMachine script(String program, String body) throws IOException {
    script(bin(program), body);
    return this;
  }

  /** A docker command whose compose plugin has this body. */
  public void docker(String compose) throws IOException {
    String body =
        "if [ \"$1\" = compose ]; then\n"
            + compose
            + "\nelse\necho 'Docker version 28.2.2, build e6534b4'\nfi";
    script(bin("docker"), body);
  }

  /** An environment as flox builds it: links below .flox/run to programs outside the checkout. */
  public Path floxEnvironment(TestCheckout checkout) throws IOException {
    Path store = folder.resolve("store");
    Files.createDirectories(store);
    Path bin = checkout.at(".flox/run/" + arch() + "-linux.posthog.dev/bin");
    Files.createDirectories(bin);
    for (Map.Entry<String, String> program : ANSWERS.entrySet()) {
      if (!List.of("cc", "make", "git", "curl", "op").contains(program.getKey())) {
        script(store.resolve(program.getKey()), "echo '" + program.getValue() + "'");
        Files.createSymbolicLink(bin.resolve(program.getKey()), store.resolve(program.getKey()));
      }
    }
    return bin;
  }

  /** The machine's architecture as Linux names it. */
  public static String arch() {
    String arch = System.getProperty("os.arch");
    return arch.equals("amd64") ? "x86_64" : arch;
  }

  /** Writes an executable script, in place of whatever is there. */
  public static void script(Path file, String body) throws IOException {
    Files.deleteIfExists(file);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\nPATH=/usr/bin:/bin\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** The numbers of the running processes of this name with this argument. */
  public static List<Long> running(String program, String argument) {
    return ProcessHandle.allProcesses()
        .filter(
            process ->
                process.info().command().map(path -> path.endsWith(program)).orElse(false)
                    && process
                        .info()
                        .arguments()
                        .map(List::of)
                        .orElse(List.of())
                        .contains(argument))
        .map(ProcessHandle::pid)
        .toList();
  }

  /** Whether something is at the place of a program, also a link to nothing. */
  public boolean has(String program) {
    return Files.exists(bin(program), LinkOption.NOFOLLOW_LINKS);
  }
}
