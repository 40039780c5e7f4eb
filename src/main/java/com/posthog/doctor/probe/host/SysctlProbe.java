package com.posthog.doctor.probe.host;

import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.SysctlFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads one setting of the Linux kernel from its file below {@code /proc/sys}. */
public final class SysctlProbe implements Probe<SysctlFacts> {

  @Override
  public SysctlFacts read(FactKey<SysctlFacts> key, Host host, Facts soFar, Deadline deadline)
      throws IOException {
    String file = "/proc/sys/" + key.argument().replace('.', '/');
    String text = text(host, file);
    try {
      return new SysctlFacts(key.argument(), Long.parseLong(text), file);
    } catch (NumberFormatException malformed) {
      throw new IOException(file + " holds no number", malformed);
    }
  }

  private static String text(Host host, String file) throws IOException {
    try {
      return host.readText(Path.of(file), 256).strip();
    } catch (NoSuchFileException missing) {
      throw new IOException("this kernel has no " + file, missing);
    } catch (IOException unreadable) {
      throw new IOException(file + " " + unreadable.getMessage(), unreadable);
    }
  }
}
