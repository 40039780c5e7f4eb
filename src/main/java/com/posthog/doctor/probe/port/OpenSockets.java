package com.posthog.doctor.probe.port;

import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds which processes of Linux have a socket open. There is no way but to look at their open
 * files one by one, so likely processes come first and the search ends when every socket was found.
 */
final class OpenSockets {
  private static final int MOST_OPEN_FILES = 65_536;
  private static final long LEAST_MILLIS = 500;
  private static final int SMALL = 16 << 10;

  private final Host host;
  private final Deadline deadline;
  private final List<String> folders;

  /** A search that begins with the processes that work in these folders. */
  OpenSockets(Host host, Deadline deadline, List<String> folders) {
    this.host = host;
    this.deadline = deadline;
    this.folders = folders;
  }

  /** The process of each of these sockets that one of the processes has open. */
  Map<String, Long> find(Set<String> inodes, List<Long> pids) {
    Map<String, Long> found = new HashMap<>();
    Set<String> wanted = new HashSet<>();
    inodes.forEach(inode -> wanted.add("socket:[" + inode + "]"));
    for (long pid : likelyFirst(wanted.isEmpty() ? List.of() : pids)) {
      // what comes after this needs some time too
      if (wanted.isEmpty() || deadline.remaining().toMillis() < LEAST_MILLIS) {
        break;
      }
      for (String socket : open(pid, wanted)) {
        wanted.remove(socket);
        String inode = socket.substring("socket:[".length(), socket.length() - 1);
        found.put(inode, first(pid, socket));
      }
    }
    return found;
  }

  /**
   * Those that work in the folders, and then the youngest first: servers are younger than sessions.
   */
  private List<Long> likelyFirst(List<Long> pids) {
    List<Long> order = new ArrayList<>(pids);
    order.sort(Comparator.reverseOrder());
    if (folders.isEmpty()) {
      return order;
    }
    List<Long> likely = new ArrayList<>();
    for (long pid : order) {
      String folder = host.link(Path.of("/proc/" + pid + "/cwd")).orElse("");
      if (folders.stream().anyMatch(folder::startsWith)) {
        likely.add(pid);
      }
    }
    order.removeAll(Set.copyOf(likely));
    likely.addAll(order);
    return likely;
  }

  /** Those of the wanted sockets that a process has open. */
  private Set<String> open(long pid, Set<String> wanted) {
    Set<String> open = new HashSet<>();
    Path folder = Path.of("/proc/" + pid + "/fd");
    try {
      for (String file : host.list(folder, MOST_OPEN_FILES)) {
        Optional<String> target = host.link(folder.resolve(file));
        if (target.isPresent() && wanted.contains(target.get())) {
          open.add(target.get());
        }
      }
    } catch (IOException endedOrHidden) {
      return open; // whatever it holds stays without a visible owner
    }
    return open;
  }

  /**
   * The oldest in a line of processes that have it open: workers inherit the socket of their
   * master.
   */
  private long first(long pid, String socket) {
    long first = pid;
    long parent = parent(pid);
    while (parent > 1 && parent != first && open(parent, Set.of(socket)).contains(socket)) {
      first = parent;
      parent = parent(first);
    }
    return first;
  }

  private long parent(long pid) {
    try {
      String stat = host.readText(Path.of("/proc/" + pid + "/stat"), SMALL);
      String[] rest = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", 3);
      return rest.length < 2 ? 0 : Long.parseLong(rest[1]);
    } catch (IOException | NumberFormatException ended) {
      return 0;
    }
  }
}
