package com.posthog.doctor.probe.port;

import com.posthog.doctor.facts.ListenerFacts.Listener;
import com.posthog.doctor.facts.ProcessFacts;
import com.posthog.doctor.host.Answer;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The listening sockets of macOS: this user's own by {@code lsof}, those of others by {@code
 * netstat}, which names no owner.
 */
final class MacListeners {
  private static final List<String> LISTENERS =
      List.of("/usr/sbin/lsof", "-nP", "-iTCP", "-sTCP:LISTEN", "-FpcuLftPnT");
  private static final List<String> SOCKETS = List.of("/usr/sbin/netstat", "-an", "-p", "tcp");

  private final Host host;
  private final Deadline deadline;

  MacListeners(Host host, Deadline deadline) {
    this.host = host;
    this.deadline = deadline;
  }

  /** A row of lsof. */
  private record Row(long pid, String program, long uid, String user, String address, int port) {
    String key() {
      return address + " " + port;
    }
  }

  List<Listener> read() throws IOException {
    List<Row> rows = rows(host.ask(LISTENERS, deadline));
    Set<Long> pids = new LinkedHashSet<>();
    rows.forEach(row -> pids.add(row.pid()));
    Map<Long, String> folders = pids.isEmpty() ? Map.of() : folders(pids);
    Map<Long, ProcessFacts.Process> processes = pids.isEmpty() ? Map.of() : processes();
    List<Listener> listeners = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Row row : rows) {
      // a child that inherited the socket gives a second row of the same socket
      if (seen.add(row.key() + " " + row.program())) {
        listeners.add(listener(row, processes, folders));
      }
      seen.add(row.key());
    }
    for (Row hidden : hidden(host.ask(SOCKETS, deadline))) {
      if (seen.add(hidden.key())) {
        listeners.add(listener(hidden, Map.of(), Map.of()));
      }
    }
    return listeners;
  }

  private static Listener listener(
      Row row, Map<Long, ProcessFacts.Process> processes, Map<Long, String> folders) {
    ProcessFacts.Process process = processes.get(row.pid());
    return new Listener(
        row.address(),
        row.address().indexOf(':') < 0 ? "v4" : "v6",
        row.port(),
        row.uid(),
        row.user(),
        row.pid(),
        row.program(),
        process == null ? "" : process.command(),
        folders.getOrDefault(row.pid(), ""));
  }

  /**
   * The rows of {@code lsof -F}: one field a line, {@code p} begins a process, {@code f} a file.
   */
  private static List<Row> rows(Answer answer) throws IOException {
    // it ends with 1 when nothing listens, and when something else could not be listed
    if (answer.outcome() != Answer.Outcome.ENDED) {
      throw new IOException("lsof gave no answer");
    }
    List<Row> rows = new ArrayList<>();
    Map<Character, String> fields = new HashMap<>();
    for (String line : answer.out().split("\n", -1)) {
      if (line.isEmpty()) {
        continue;
      }
      char field = line.charAt(0);
      if (field == 'p') {
        fields.clear();
      }
      fields.put(field, line.substring(1));
      if (field == 'n' && fields.containsKey('p')) {
        row(fields, rows);
      }
    }
    return rows;
  }

  private static void row(Map<Character, String> fields, List<Row> rows) {
    String name = fields.getOrDefault('n', "");
    int colon = name.lastIndexOf(':');
    if (colon < 0 || !isNumber(name.substring(colon + 1))) {
      return;
    }
    rows.add(
        new Row(
            number(fields.getOrDefault('p', "")),
            decoded(fields.getOrDefault('c', "")),
            number(fields.getOrDefault('u', "-1")),
            fields.getOrDefault('L', ""),
            address(name.substring(0, colon), fields.getOrDefault('t', "").equals("IPv6")),
            Integer.parseInt(name.substring(colon + 1))));
  }

  private static String address(String text, boolean six) {
    if (text.equals("*")) {
      return six ? "::" : "0.0.0.0";
    }
    String bare = text.startsWith("[") ? text.substring(1, text.length() - 1) : text;
    return bare.startsWith("::ffff:") && bare.indexOf('.') > 0 ? bare.substring(7) : bare;
  }

  /** Blanks and other letters that lsof does not print: {@code OrbStack\x20Helper}. */
  private static String decoded(String name) {
    return name.replace("\\x20", " ");
  }

  /** The listening rows of netstat, whose addresses end in a dot and the port. */
  private static List<Row> hidden(Answer answer) {
    List<Row> rows = new ArrayList<>();
    for (String line : answer.out().split("\n", -1)) {
      String[] words = line.strip().split("\\s+", -1);
      if (words.length < 6 || !words[0].startsWith("tcp") || !words[5].equals("LISTEN")) {
        continue;
      }
      int dot = words[3].lastIndexOf('.');
      if (dot > 0 && isNumber(words[3].substring(dot + 1))) {
        rows.add(
            new Row(
                0,
                "",
                -1,
                "",
                address(words[3].substring(0, dot), !words[0].equals("tcp4")),
                Integer.parseInt(words[3].substring(dot + 1))));
      }
    }
    return rows;
  }

  private Map<Long, String> folders(Set<Long> pids) {
    String all = String.join(",", pids.stream().map(String::valueOf).toList());
    Answer answer =
        host.ask(List.of("/usr/sbin/lsof", "-nP", "-a", "-d", "cwd", "-p", all, "-Fpn"), deadline);
    Map<Long, String> folders = new HashMap<>();
    long pid = 0;
    for (String line : answer.out().split("\n", -1)) {
      if (line.startsWith("p")) {
        pid = number(line.substring(1));
      } else if (line.startsWith("n")) {
        folders.put(pid, line.substring(1));
      }
    }
    return folders;
  }

  private Map<Long, ProcessFacts.Process> processes() throws IOException {
    Map<Long, ProcessFacts.Process> processes = new HashMap<>();
    MacProcesses.read(host, deadline).forEach(one -> processes.put(one.pid(), one));
    return processes;
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.length() < 6 && text.chars().allMatch(Character::isDigit);
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException none) {
      return -1;
    }
  }
}
