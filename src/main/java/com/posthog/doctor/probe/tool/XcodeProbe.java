package com.posthog.doctor.probe.tool;

import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.XcodeFacts;
import com.posthog.doctor.host.Answer;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Asks macOS for its command line tools, in the order that opens no dialog. */
public final class XcodeProbe implements Probe<XcodeFacts> {

  @Override
  public XcodeFacts read(FactKey<XcodeFacts> key, Host host, Facts soFar, Deadline deadline) {
    if (!host.os().equals("macos")) {
      return new XcodeFacts(false, false, "", false, "");
    }
    Answer select = host.ask(List.of("/usr/bin/xcode-select", "-p"), deadline);
    String folder = select.succeeded() ? select.firstLine() : "";
    if (!folder.startsWith("/")) {
      return new XcodeFacts(true, false, "", false, "xcode-select -p names no folder");
    }
    if (!host.state(Path.of(folder)).isFolder()) {
      return new XcodeFacts(true, false, folder, false, folder + " does not exist");
    }
    Answer find = host.ask(List.of("/usr/bin/xcrun", "--find", "clang"), deadline);
    if (find.succeeded()) {
      return new XcodeFacts(true, true, folder, true, "");
    }
    boolean licence = find.code() == 69 || find.err().toLowerCase(Locale.ROOT).contains("license");
    return new XcodeFacts(true, licence, folder, false, find.firstLine());
  }
}
