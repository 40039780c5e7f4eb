package com.posthog.doctor.probe.port;

import com.posthog.doctor.facts.ListenerFacts.Listener;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.FileState;
import com.posthog.doctor.host.Host;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.TreeMap;

/**
 * The listening sockets of Linux from {@code /proc}. The tables of the kernel name the owner's
 * number of every socket; which process has it open can be seen only for this user's own, or by
 * root.
 */
final class LinuxListeners {
  /** One line per connection, about 150 bytes each: enough for 100 000 of them. */
  private static final int TABLE_BYTES = 16 << 20;

  private static final int MOST_PROCESSES = 32_768;
  private static final int SMALL = 64 << 10;

  private final Host host;
  private final Set<Integer> wanted;
  private final OpenSockets open;
  private final Map<Long, String> names = new HashMap<>();

  /**
   * @param wanted the ports whose processes are looked for; empty for all
   * @param folders where these processes probably work, so that they are looked at first
   */
  LinuxListeners(Host host, Deadline deadline, Set<Integer> wanted, List<String> folders) {
    this.host = host;
    this.wanted = wanted;
    this.open = new OpenSockets(host, deadline, folders);
  }

  /** A socket as the kernel's table has it. */
  private record Socket(String address, String family, int port, long uid, String inode) {}

  /** A process, as far as it can be seen. */
  private record Owner(long pid, String program, String command, String folder) {
    static final Owner HIDDEN = new Owner(0, "", "", "");
  }

  List<Listener> read() throws IOException {
    List<Socket> sockets = new ArrayList<>();
    parse(host.readText(Path.of("/proc/net/tcp"), TABLE_BYTES), sockets);
    // a kernel without IPv6 has no such table
    if (host.state(Path.of("/proc/net/tcp6")).exists()) {
      parse(host.readText(Path.of("/proc/net/tcp6"), TABLE_BYTES), sockets);
    }
    List<Socket> needed =
        sockets.stream().filter(one -> wanted.isEmpty() || wanted.contains(one.port())).toList();
    Map<String, Owner> owners = needed.isEmpty() ? Map.of() : owners(needed);
    List<Listener> listeners = new ArrayList<>();
    for (Socket socket : sockets) {
      Owner owner = owners.getOrDefault(socket.inode(), Owner.HIDDEN);
      listeners.add(
          new Listener(
              socket.address(),
              socket.family(),
              socket.port(),
              socket.uid(),
              user(socket.uid()),
              owner.pid(),
              owner.program(),
              owner.command(),
              owner.folder()));
    }
    return listeners;
  }

  /** Takes the listening sockets of a table: columns 2 address, 4 state, 8 owner, 10 inode. */
  private static void parse(String table, List<Socket> sockets) {
    int start = table.indexOf('\n') + 1;
    while (start > 0 && start < table.length()) {
      int end = table.indexOf('\n', start);
      String line = table.substring(start, end < 0 ? table.length() : end);
      if (line.contains(" 0A ")) {
        socket(new StringTokenizer(line), sockets);
      }
      start = end < 0 ? -1 : end + 1;
    }
  }

  private static void socket(StringTokenizer columns, List<Socket> sockets) {
    if (columns.countTokens() < 10) {
      return;
    }
    columns.nextToken();
    String local = columns.nextToken();
    columns.nextToken();
    if (!columns.nextToken().equals("0A")) {
      return;
    }
    skip(columns, 3);
    long uid = Long.parseLong(columns.nextToken());
    columns.nextToken();
    String inode = columns.nextToken();
    int colon = local.indexOf(':');
    String address = ProcAddress.of(local.substring(0, colon));
    sockets.add(
        new Socket(
            address,
            address.indexOf(':') < 0 ? "v4" : "v6",
            Integer.parseInt(local.substring(colon + 1), 16),
            uid,
            inode));
  }

  private static void skip(StringTokenizer columns, int count) {
    for (int i = 0; i < count; i++) {
      columns.nextToken();
    }
  }

  /** The processes by the number of their owner, oldest first. */
  private Map<Long, List<Long>> processes() throws IOException {
    Map<Long, List<Long>> processes = new TreeMap<>();
    List<Long> pids = new ArrayList<>();
    for (String name : host.list(Path.of("/proc"), MOST_PROCESSES)) {
      if (Character.isDigit(name.charAt(0))) {
        pids.add(Long.parseLong(name));
      }
    }
    pids.sort(null);
    for (long pid : pids) {
      FileState state = host.state(Path.of("/proc/" + pid));
      if (state.isFolder()) {
        processes.computeIfAbsent(state.owner(), uid -> new ArrayList<>()).add(pid);
      }
    }
    return processes;
  }

  /** The owners of sockets by the inode: seen where that is allowed, else guessed. */
  private Map<String, Owner> owners(List<Socket> sockets) throws IOException {
    Map<Long, List<Long>> processes = processes();
    boolean root = host.uid() == 0;
    Set<String> visible = new HashSet<>();
    for (Socket socket : sockets) {
      if (root || socket.uid() == host.uid()) {
        visible.add(socket.inode());
      }
    }
    List<Long> pids = new ArrayList<>();
    processes.forEach((uid, all) -> pids.addAll(root || uid == host.uid() ? all : List.of()));
    Map<String, Owner> owners = new HashMap<>();
    open.find(visible, pids).forEach((inode, pid) -> owners.put(inode, owner(pid)));
    for (Socket socket : sockets) {
      if (!owners.containsKey(socket.inode())) {
        owners.put(socket.inode(), likely(socket, processes));
      }
    }
    return owners;
  }

  private Owner owner(long pid) {
    return new Owner(
        pid,
        program(pid),
        CommandLine.ofZeros(text("/proc/" + pid + "/cmdline")),
        host.link(Path.of("/proc/" + pid + "/cwd")).orElse(""));
  }

  /**
   * What can be said of a socket whose process may not be seen: which program it is, when its owner
   * runs only one, or Docker's proxy, whose command line names the port.
   */
  private Owner likely(Socket socket, Map<Long, List<Long>> processes) {
    if (socket.uid() == host.uid() && socket.uid() != 0) {
      return Owner.HIDDEN;
    }
    List<Long> pids = processes.getOrDefault(socket.uid(), List.of());
    if (socket.uid() == 0) {
      return dockerProxy(socket, pids);
    }
    Set<String> programs = new HashSet<>();
    for (long pid : pids) {
      programs.add(program(pid));
    }
    return programs.size() == 1 ? new Owner(0, programs.iterator().next(), "", "") : Owner.HIDDEN;
  }

  private Owner dockerProxy(Socket socket, List<Long> pids) {
    for (long pid : pids) {
      if (program(pid).equals("docker-proxy")) {
        String command = CommandLine.ofZeros(text("/proc/" + pid + "/cmdline")) + " ";
        if (command.contains(" -host-port " + socket.port() + " ")) {
          return new Owner(0, "docker-proxy", command.strip(), "");
        }
      }
    }
    return Owner.HIDDEN;
  }

  /** The name of a program as the kernel has it: at most 15 letters. */
  private String program(long pid) {
    return names.computeIfAbsent(pid, key -> text("/proc/" + key + "/comm").strip());
  }

  private String user(long uid) {
    if (uid == host.uid() && !host.user().isEmpty()) {
      return host.user();
    }
    for (String line : text("/etc/passwd").split("\n", -1)) {
      String[] fields = line.split(":", -1);
      if (fields.length > 2 && fields[2].equals(Long.toString(uid))) {
        return fields[0];
      }
    }
    return "";
  }

  private String text(String path) {
    try {
      return host.readText(Path.of(path), SMALL);
    } catch (IOException ended) {
      return "";
    }
  }
}
