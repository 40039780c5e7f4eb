package com.posthog.doctor.probe.checkout;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.WorkingCopyFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.FileState;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Looks at the scripts of the checkout: whether they may be run, and how their lines end. */
public final class WorkingCopyProbe implements Probe<WorkingCopyFacts> {
  private static final int MOST_SCRIPTS = 300;
  private static final int MOST_NAMES = 10;
  private static final int SMALL = 512 * 1024;

  @Override
  public Set<FactKey<?>> needs(FactKey<WorkingCopyFacts> key) {
    return Set.of(CheckoutFacts.KEY);
  }

  @Override
  public WorkingCopyFacts read(
      FactKey<WorkingCopyFacts> key, Host host, Facts soFar, Deadline deadline) throws IOException {
    Path checkout = Path.of(soFar.get(CheckoutFacts.KEY).path());
    Path bin = checkout.resolve("bin");
    List<String> names = host.state(bin).isFolder() ? host.list(bin, MOST_SCRIPTS) : List.of();
    List<String> windows = new ArrayList<>();
    List<String> locked = new ArrayList<>();
    for (String name : names) {
      Path script = bin.resolve(name);
      // what is sourced or read has an ending; what is run has none
      if (name.indexOf('.') >= 0 || !host.state(script).isFile()) {
        continue;
      }
      String text = text(host, script);
      if (!text.startsWith("#!")) {
        continue;
      }
      if (text.substring(0, Math.max(0, text.indexOf('\n'))).endsWith("\r")) {
        add(windows, "bin/" + name);
      }
      FileState state = host.state(script);
      if (state.mode() >= 0 && !state.executable()) {
        add(locked, "bin/" + name);
      }
    }
    boolean ignoresCase = !names.contains("START") && host.state(bin.resolve("START")).exists();
    return new WorkingCopyFacts(checkout.toString(), ignoresCase, windows, locked);
  }

  private static void add(List<String> names, String name) {
    if (names.size() < MOST_NAMES) {
      names.add(name);
    }
  }

  private static String text(Host host, Path file) {
    try {
      return new String(host.read(file, SMALL), StandardCharsets.ISO_8859_1);
    } catch (IOException unreadable) {
      return "";
    }
  }
}
