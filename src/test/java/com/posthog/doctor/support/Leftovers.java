package com.posthog.doctor.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What a run of the doctor in this process leaves behind: threads and connections. */
public final class Leftovers {
  /** What listens or reads for a test, and not for the doctor. */
  private static final List<String> OF_TESTS =
      List.of(
          "bad-server", "scripted server", "fake engine", "HTTP-Dispatcher", "clickhouse-front");

  private final Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());

  private Leftovers() {}

  /** Remembers what there is before a run. */
  public static Leftovers before() {
    return new Leftovers();
  }

  /**
   * The new threads that are inside a call of the system, with where that is: at the end of a
   * process each such thread holds it up, for 300 ms at most.
   */
  public List<String> threads() {
    List<String> stuck = new ArrayList<>();
    for (Map.Entry<Thread, StackTraceElement[]> one : Thread.getAllStackTraces().entrySet()) {
      Thread thread = one.getKey();
      boolean ours = OF_TESTS.stream().noneMatch(name -> thread.getName().startsWith(name));
      StackTraceElement[] stack = one.getValue();
      if (ours && !before.contains(thread) && stack.length > 0 && stack[0].isNativeMethod()) {
        // those wait for one another, and let the process go
        String where = stack[0].getClassName() + "." + stack[0].getMethodName();
        if (!where.matches("java.lang.Object.wait|java.lang.Thread.sleep|.*Unsafe.park")) {
          stuck.add(thread.getName() + " in " + stack[0]);
        }
      }
    }
    return stuck;
  }

  /** How many connections to this port are open, or were closed by the server only. */
  public static long connections(int port) throws IOException {
    String end = ":" + String.format(Locale.ROOT, "%04X", port);
    long open = 0;
    for (String table : List.of("/proc/self/net/tcp", "/proc/self/net/tcp6")) {
      open +=
          Files.readAllLines(Path.of(table)).stream()
              .map(line -> line.strip().split("\\s+", 5))
              .filter(fields -> fields.length > 4 && fields[2].endsWith(end))
              .filter(fields -> fields[3].equals("01") || fields[3].equals("08"))
              .count();
    }
    return open;
  }
}
