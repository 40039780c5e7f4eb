package com.posthog.doctor.probe.host;

import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.OpenFilesFacts;
import com.posthog.doctor.host.Answer;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Reads the soft limit of open files that the shell gives. The JVM raises its own limit when it
 * starts, so it is the launcher that asks the shell; without a launcher the parent process tells on
 * Linux, and what launchd gives to new shells on macOS.
 */
public final class OpenFilesProbe implements Probe<OpenFilesFacts> {

  @Override
  public OpenFilesFacts read(FactKey<OpenFilesFacts> key, Host host, Facts soFar, Deadline deadline)
      throws IOException {
    Optional<String> launched = host.launched("nofile").filter(text -> !text.isBlank());
    if (launched.isPresent()) {
      return facts(launched.get(), "ulimit -Sn");
    }
    return host.os().equals("macos") ? launchd(host, deadline) : parent(host);
  }

  private static OpenFilesFacts launchd(Host host, Deadline deadline) throws IOException {
    Answer answer = host.ask(List.of("/bin/launchctl", "limit", "maxfiles"), deadline);
    String[] words = answer.firstLine().split("\\s+", -1);
    if (!answer.succeeded() || words.length < 2) {
      throw new IOException("launchctl does not tell the limit of open files");
    }
    return facts(words[1], "launchctl limit maxfiles");
  }

  private static OpenFilesFacts parent(Host host) throws IOException {
    // "4711 (a name) S 4700 …": the name may hold blanks and parentheses
    String stat = SystemFiles.text(host, "/proc/self/stat");
    String[] words = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    String file = "/proc/" + (words.length > 1 ? words[1] : "self") + "/limits";
    String line =
        SystemFiles.text(host, file)
            .lines()
            .filter(one -> one.startsWith("Max open files"))
            .findFirst()
            .orElseThrow(() -> new IOException(file + " does not tell the limit of open files"));
    return facts(line.substring("Max open files".length()).strip().split("\\s+", 2)[0], file);
  }

  private static OpenFilesFacts facts(String text, String source) throws IOException {
    String shown = text.strip();
    if (shown.equals("unlimited")) {
      return new OpenFilesFacts(Long.MAX_VALUE, shown, source);
    }
    try {
      return new OpenFilesFacts(Long.parseLong(shown), shown, source);
    } catch (NumberFormatException malformed) {
      throw new IOException(source + " gives no number of open files", malformed);
    }
  }
}
