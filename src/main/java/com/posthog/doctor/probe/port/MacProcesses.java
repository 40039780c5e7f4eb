package com.posthog.doctor.probe.port;

import com.posthog.doctor.facts.ProcessFacts.Process;
import com.posthog.doctor.host.Answer;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/** The processes of macOS, as {@code ps} prints them in the C locale. */
final class MacProcesses {
  private static final List<String> QUESTION =
      List.of("/bin/ps", "-axo", "pid=,ppid=,uid=,lstart=,command=");

  /** Words of {@code lstart}: {@code Sun Nov 22 07:02:57 2026}. */
  private static final int START_WORDS = 5;

  private MacProcesses() {}

  static List<Process> read(Host host, Deadline deadline) throws IOException {
    Answer answer = host.ask(QUESTION, deadline);
    if (!answer.succeeded()) {
      throw new IOException("ps gave no answer");
    }
    List<Process> processes = new ArrayList<>();
    for (String line : answer.out().split("\n", -1)) {
      StringTokenizer words = new StringTokenizer(line);
      if (words.countTokens() > START_WORDS + 3) {
        process(words, processes);
      }
    }
    return processes;
  }

  private static void process(StringTokenizer words, List<Process> processes) throws IOException {
    try {
      long pid = Long.parseLong(words.nextToken());
      long parent = Long.parseLong(words.nextToken());
      long uid = Long.parseLong(words.nextToken());
      for (int i = 0; i < START_WORDS; i++) {
        words.nextToken();
      }
      String command = words.nextToken("").strip();
      processes.add(new Process(pid, parent, uid, program(command), CommandLine.of(command), ""));
    } catch (NumberFormatException unexpected) {
      throw new IOException("ps printed a table in another form", unexpected);
    }
  }

  /** The program's name; folders of applications have blanks in their names, so this is a guess. */
  private static String program(String command) {
    int bundle = command.indexOf(".app/Contents/");
    int from = bundle < 0 ? 0 : bundle;
    int end = bundle < 0 ? command.indexOf(' ', from) : command.indexOf(" -", from);
    return CommandLine.program(end < 0 ? command : command.substring(0, end));
  }
}
