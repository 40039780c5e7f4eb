package com.posthog.doctor.probe.host;

import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.host.Answer;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
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
  private static final int SMALL = 1 << 20;

  @Override
  public HostFacts read(FactKey<HostFacts> key, Host host, Facts soFar, Deadline deadline) {
    return host.os().equals("macos") ? mac(host, deadline) : linux(host);
  }

  private static HostFacts mac(Host host, Deadline deadline) {
    String version = ask(host, deadline, "/usr/bin/sw_vers", "-productVersion");
    boolean silicon = sysctl(host, deadline, "hw.optional.arm64").equals("1");
    boolean translated = sysctl(host, deadline, "sysctl.proc_translated").equals("1");
    String cpus = sysctl(host, deadline, "hw.ncpu");
    String memory = sysctl(host, deadline, "hw.memsize");
    return new HostFacts(
        "macos",
        version,
        "",
        ("macOS " + version).strip(),
        silicon ? "arm64" : "x86_64",
        translated,
        false,
        "",
        "",
        ci(host),
        false,
        host.uid() == 0,
        (int) number(cpus),
        number(memory),
        "sysctl hw.memsize",
        host.user(),
        host.uid(),
        home(host),
        shell(host));
  }

  private static HostFacts linux(Host host) {
    Map<String, String> release = release(text(host, "/etc/os-release"));
    String kernel = text(host, "/proc/sys/kernel/osrelease").toLowerCase(Locale.ROOT);
    Matcher memory = MEM_TOTAL.matcher(text(host, "/proc/meminfo"));
    boolean container = host.state(Path.of("/.dockerenv")).exists();
    boolean podman = host.state(Path.of("/run/.containerenv")).exists();
    long bytes = memory.find() ? number(memory.group(1)) * 1024 : 0;
    return new HostFacts(
        host.os(),
        release.getOrDefault("VERSION_ID", ""),
        release.getOrDefault("ID", ""),
        release.getOrDefault("PRETTY_NAME", host.os()),
        arch(host),
        false,
        kernel.contains("microsoft") && !container,
        container ? "docker" : podman ? "podman" : "",
        hosted(host),
        ci(host),
        host.state(Path.of("/run/systemd/system")).isFolder(),
        host.uid() == 0,
        cpus(host),
        bytes,
        "/proc/meminfo",
        host.user(),
        host.uid(),
        home(host),
        shell(host));
  }

  private static String ask(Host host, Deadline deadline, String... argv) {
    Answer answer = host.ask(List.of(argv), deadline);
    return answer.succeeded() ? answer.out().strip() : "";
  }

  private static String sysctl(Host host, Deadline deadline, String name) {
    return ask(host, deadline, "/usr/sbin/sysctl", "-n", name);
  }

  private static String arch(Host host) {
    // the auxiliary vector's platform string is binary; the ELF header of the kernel's own view is
    // not
    String cpu = text(host, "/proc/cpuinfo");
    if (cpu.contains("GenuineIntel")
        || cpu.contains("AuthenticAMD")
        || cpu.contains("flags\t\t:")) {
      return "x86_64";
    }
    return cpu.contains("CPU implementer") ? "arm64" : host.launched("arch").orElse("");
  }

  private static int cpus(Host host) {
    return (int)
        text(host, "/proc/cpuinfo").lines().filter(line -> line.startsWith("processor")).count();
  }

  private static boolean ci(Host host) {
    String ci = host.environment().getOrDefault("CI", "");
    return !ci.isEmpty() && !ci.equals("false")
        || List.of(
                "GITHUB_ACTIONS", "GITLAB_CI", "BUILDKITE", "CIRCLECI", "JENKINS_URL", "TF_BUILD")
            .stream()
            .anyMatch(name -> !host.environment().getOrDefault(name, "").isEmpty());
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

  private static String text(Host host, String path) {
    try {
      return host.readText(Path.of(path), SMALL);
    } catch (IOException unreadable) {
      return "";
    }
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException none) {
      return 0;
    }
  }
}
