package com.posthog.doctor.probe.host;

import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.host.Answer;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what kind of machine this is: Linux by files, macOS by its own commands. */
public final class HostProbe implements Probe<HostFacts> {
  private static final Pattern MEM_TOTAL = Pattern.compile("MemTotal:\\s+([0-9]+) kB");

  @Override
  public HostFacts read(FactKey<HostFacts> key, Host host, Facts soFar, Deadline deadline) {
    return host.os().equals("macos") ? mac(host, deadline) : linux(host);
  }

  private static HostFacts mac(Host host, Deadline deadline) {
    String version = ask(host, deadline, "/usr/bin/sw_vers", "-productVersion");
    String process = arch(host.launched("arch").orElse(""));
    // only Apple silicon runs arm64; what an x86_64 process sees of itself does not tell
    boolean silicon =
        process.equals("arm64") || sysctl(host, deadline, "hw.optional.arm64").equals("1");
    return new HostFacts(
        "macos",
        version,
        "",
        ("macOS " + version).strip(),
        silicon ? "arm64" : "x86_64",
        silicon && translated(host, deadline),
        false,
        "",
        hosted(host),
        ci(host),
        hook(host),
        false,
        host.uid() == 0,
        (int) SystemFiles.number(sysctl(host, deadline, "hw.ncpu")),
        SystemFiles.number(sysctl(host, deadline, "hw.memsize")),
        "sysctl hw.memsize",
        host.user(),
        host.uid(),
        home(host),
        shell(host),
        "",
        process);
  }

  /**
   * What the launcher saw, since a program that an x86_64 JVM starts is translated like the JVM.
   */
  private static boolean translated(Host host, Deadline deadline) {
    return host.launched("translated")
        .orElseGet(() -> sysctl(host, deadline, "sysctl.proc_translated"))
        .equals("1");
  }

  private static HostFacts linux(Host host) {
    Map<String, String> release = release(SystemFiles.text(host, "/etc/os-release"));
    String kernel = SystemFiles.text(host, "/proc/sys/kernel/osrelease").strip();
    String cpuinfo = SystemFiles.text(host, "/proc/cpuinfo");
    String container = container(host);
    // a container of Docker Desktop in Windows has the kernel of WSL too
    boolean wsl = kernel.toLowerCase(Locale.ROOT).contains("microsoft") && container.isEmpty();
    ContainerLimits limits = ContainerLimits.read(host);
    long memory = memory(SystemFiles.text(host, "/proc/meminfo"));
    boolean limited = limits.memoryBytes() > 0 && limits.memoryBytes() < memory;
    int cpus = (int) cpuinfo.lines().filter(line -> line.startsWith("processor")).count();
    String process = arch(host.launched("arch").orElse(""));
    return new HostFacts(
        host.os(),
        release.getOrDefault("VERSION_ID", ""),
        release.getOrDefault("ID", ""),
        release.getOrDefault("PRETTY_NAME", host.os()),
        machineArch(host, cpuinfo, process),
        false,
        wsl,
        container,
        hosted(host),
        ci(host),
        hook(host),
        host.state(Path.of("/run/systemd/system")).isFolder(),
        host.uid() == 0,
        limits.cpus() > 0 && limits.cpus() < cpus ? limits.cpus() : cpus,
        limited ? limits.memoryBytes() : memory,
        limited ? limits.memorySource() : "/proc/meminfo",
        host.user(),
        host.uid(),
        home(host),
        shell(host),
        kernel,
        process);
  }

  private static String ask(Host host, Deadline deadline, String... argv) {
    Answer answer = host.ask(List.of(argv), deadline);
    return answer.succeeded() ? answer.out().strip() : "";
  }

  private static String sysctl(Host host, Deadline deadline, String name) {
    return ask(host, deadline, "/usr/sbin/sysctl", "-n", name);
  }

  private static long memory(String meminfo) {
    Matcher total = MEM_TOTAL.matcher(meminfo);
    return total.find() ? SystemFiles.number(total.group(1)) * 1024 : 0;
  }

  /** The machine's architecture, which an emulated process does not have. */
  private static String machineArch(Host host, String cpuinfo, String process) {
    String kernel = SystemFiles.text(host, "/proc/sys/kernel/arch").strip(); // since Linux 6.1
    if (!kernel.isEmpty()) {
      return arch(kernel);
    }
    if (cpuinfo.contains("GenuineIntel") || cpuinfo.contains("AuthenticAMD")) {
      return "x86_64";
    }
    return cpuinfo.contains("CPU implementer") ? "arm64" : process;
  }

  /** One name for each architecture: Linux, macOS and Java have several. */
  private static String arch(String name) {
    return switch (name) {
      case "aarch64" -> "arm64";
      case "amd64" -> "x86_64";
      default -> name;
    };
  }

  private static String container(Host host) {
    if (host.state(Path.of("/run/.containerenv")).exists()) {
      return "podman";
    }
    if (host.state(Path.of("/.dockerenv")).exists()) {
      return "docker";
    }
    return host.environment().containsKey("KUBERNETES_SERVICE_HOST") ? "kubernetes" : "";
  }

  private static boolean ci(Host host) {
    String ci = host.environment().getOrDefault("CI", "");
    return !ci.isEmpty() && !ci.equals("false")
        || List.of(
                "GITHUB_ACTIONS", "GITLAB_CI", "BUILDKITE", "CIRCLECI", "JENKINS_URL", "TF_BUILD")
            .stream()
            .anyMatch(name -> !host.environment().getOrDefault(name, "").isEmpty());
  }

  /** The framework says so itself; git tells its hooks which index or repository they are for. */
  private static String hook(Host host) {
    return List.of("PRE_COMMIT", "GIT_INDEX_FILE", "GIT_DIR").stream()
        .filter(name -> !host.environment().getOrDefault(name, "").isEmpty())
        .findFirst()
        .orElse("");
  }

  private static String hosted(Host host) {
    Map<String, String> environment = host.environment();
    if (environment.getOrDefault("CODESPACES", "").equals("true")) {
      return "codespaces";
    }
    if (environment.getOrDefault("CODER", "").equals("true")) {
      return "coder";
    }
    return environment.getOrDefault("REMOTE_CONTAINERS", "").equals("true") ? "devcontainer" : "";
  }

  private static String home(Host host) {
    return host.home().map(Path::toString).orElse("");
  }

  private static String shell(Host host) {
    String shell = host.environment().getOrDefault("SHELL", "");
    return shell.substring(shell.lastIndexOf('/') + 1);
  }

  /** The fields of os-release; quotes are optional there. */
  static Map<String, String> release(String text) {
    Map<String, String> fields = new HashMap<>();
    text.lines()
        .filter(line -> line.indexOf('=') > 0 && !line.startsWith("#"))
        .forEach(
            line -> {
              int equal = line.indexOf('=');
              fields.put(
                  line.substring(0, equal),
                  line.substring(equal + 1).strip().replaceAll("^[\"']|[\"']$", ""));
            });
    return fields;
  }
}
