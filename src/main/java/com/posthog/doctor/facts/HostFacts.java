package com.posthog.doctor.facts;

/**
 * What kind of machine this is.
 *
 * @param os {@code macos}, {@code linux}, {@code windows} or the name that Java gives
 * @param osVersion {@code 26.5} on macOS, {@code VERSION_ID} of os-release on Linux; may be empty
 * @param distro {@code ID} of os-release: {@code ubuntu}; empty on macOS
 * @param osName what people call it: {@code macOS 26.5}, {@code Ubuntu 24.04.4 LTS}
 * @param arch the machine's own architecture: {@code arm64} or {@code x86_64}
 * @param translated whether the shell that started the doctor runs under Rosetta
 * @param wsl whether this is a Linux distribution inside Windows
 * @param container {@code docker}, {@code podman}, {@code kubernetes} or empty
 * @param hosted {@code codespaces}, {@code devcontainer}, {@code coder} or empty
 * @param ci whether a continuous-integration service runs this
 * @param hook the variable by which a git hook shows that it started this: {@code PRE_COMMIT};
 *     empty elsewhere
 * @param systemd whether systemd manages services
 * @param root whether the doctor runs as the administrator
 * @param cpus logical processors; 0 when it could not be told
 * @param memoryBytes physical memory, or the limit of the container that the doctor runs in; 0 when
 *     it could not be told
 * @param memorySource where the memory was read
 * @param user the name of the user; may be empty
 * @param uid the user's number on Linux, -1 when it could not be told
 * @param home the home folder; empty when HOME is unset
 * @param shell the login shell's name: {@code zsh}; may be empty
 * @param kernel the kernel's release on Linux: {@code 6.8.0-51-generic}; empty on macOS
 * @param processArch the architecture of the doctor's own process: {@code arm64} or {@code x86_64}
 */
public record HostFacts(
    String os,
    String osVersion,
    String distro,
    String osName,
    String arch,
    boolean translated,
    boolean wsl,
    String container,
    String hosted,
    boolean ci,
    String hook,
    boolean systemd,
    boolean root,
    int cpus,
    long memoryBytes,
    String memorySource,
    String user,
    long uid,
    String home,
    String shell,
    String kernel,
    String processArch) {
  public static final FactKey<HostFacts> KEY = FactKey.of("host", HostFacts.class);

  /** Whether this is macOS. */
  public boolean isMac() {
    return os.equals("macos");
  }

  /** Whether this is Linux, also inside Windows. */
  public boolean isLinux() {
    return os.equals("linux");
  }

  /** Whether this is version 1 of WSL, which has no Linux kernel of its own. */
  public boolean isWslOne() {
    return wsl && kernel.startsWith("4.4.");
  }

  /** Whether this is a Mac with Apple silicon. */
  public boolean isAppleSilicon() {
    return isMac() && arch.equals("arm64");
  }
}
