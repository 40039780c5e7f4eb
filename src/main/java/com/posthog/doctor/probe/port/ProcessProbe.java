package com.posthog.doctor.probe.port;

import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.ProcessFacts;
import com.posthog.doctor.facts.ProcessFacts.Process;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads which processes run and who started them: Linux by {@code /proc}, macOS by {@code ps}. */
public final class ProcessProbe implements Probe<ProcessFacts> {
  private static final int MOST_PROCESSES = 32_768;
  private static final int SMALL = 64 << 10;

  @Override
  public ProcessFacts read(FactKey<ProcessFacts> key, Host host, Facts soFar, Deadline deadline)
      throws IOException {
    return host.os().equals("macos")
        ? new ProcessFacts(MacProcesses.read(host, deadline), "ps")
        : new ProcessFacts(linux(host), "/proc");
  }

  private static List<Process> linux(Host host) throws IOException {
    List<Process> processes = new ArrayList<>();
    for (String name : host.list(Path.of("/proc"), MOST_PROCESSES)) {
      if (Character.isDigit(name.charAt(0))) {
        process(host, name).ifPresent(processes::add);
      }
    }
    processes.sort(Comparator.comparingLong(Process::pid));
    return processes;
  }

  /** One process, from {@code stat}: the name stands in parentheses and may hold any letter. */
  private static Optional<Process> process(Host host, String pid) {
    String stat = text(host, "/proc/" + pid + "/stat");
    int open = stat.indexOf('(');
    int close = stat.lastIndexOf(')');
    if (open < 0 || close < open) {
      return Optional.empty(); // it ended meanwhile
    }
    String[] rest = stat.substring(close + 1).strip().split(" ", 3);
    if (rest.length < 2 || rest[0].equals("Z")) {
      return Optional.empty();
    }
    return Optional.of(
        new Process(
            Long.parseLong(pid),
            Long.parseLong(rest[1]),
            host.state(Path.of("/proc/" + pid)).owner(),
            stat.substring(open + 1, close),
            CommandLine.ofZeros(text(host, "/proc/" + pid + "/cmdline")),
            host.link(Path.of("/proc/" + pid + "/cwd")).orElse("")));
  }

  private static String text(Host host, String path) {
    try {
      return host.readText(Path.of(path), SMALL);
    } catch (IOException ended) {
      return "";
    }
  }
}
