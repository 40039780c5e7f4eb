package com.posthog.doctor.probe.host;

import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.facts.ProcessorFacts;
import com.posthog.doctor.host.Answer;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads what the processor can do: Linux by {@code /proc/cpuinfo}, an Intel Mac by sysctl. */
public final class ProcessorProbe implements Probe<ProcessorFacts> {
  private static final String CPUINFO = "/proc/cpuinfo";

  @Override
  public Set<FactKey<?>> needs(FactKey<ProcessorFacts> key) {
    return Set.of(HostFacts.KEY);
  }

  @Override
  public ProcessorFacts read(FactKey<ProcessorFacts> key, Host host, Facts soFar, Deadline deadline)
      throws IOException {
    HostFacts machine = soFar.get(HostFacts.KEY);
    if (!machine.arch().equals("x86_64")) {
      return new ProcessorFacts(machine.arch(), "", false, "");
    }
    return machine.isMac() ? mac(host, deadline) : linux(host);
  }

  private static ProcessorFacts mac(Host host, Deadline deadline) throws IOException {
    Answer features =
        host.ask(List.of("/usr/sbin/sysctl", "-n", "machdep.cpu.leaf7_features"), deadline);
    if (!features.succeeded()) {
      throw new IOException("sysctl does not tell the features of the processor");
    }
    boolean avx2 = has(features.out(), "avx2");
    return new ProcessorFacts("x86_64", "", avx2, "sysctl machdep.cpu.leaf7_features");
  }

  private static ProcessorFacts linux(Host host) throws IOException {
    String cpuinfo = SystemFiles.text(host, CPUINFO);
    String flags = field(cpuinfo, "flags");
    if (flags.isEmpty()) {
      throw new IOException(CPUINFO + " does not tell the features of the processor");
    }
    return new ProcessorFacts("x86_64", field(cpuinfo, "model name"), has(flags, "avx2"), CPUINFO);
  }

  private static boolean has(String features, String feature) {
    return List.of(features.toLowerCase(Locale.ROOT).strip().split("\\s+", -1)).contains(feature);
  }

  /** The value of the first line of this name; every processor has the same. */
  private static String field(String cpuinfo, String name) {
    return cpuinfo
        .lines()
        .filter(line -> line.startsWith(name) && line.indexOf(':') > 0)
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("");
  }
}
