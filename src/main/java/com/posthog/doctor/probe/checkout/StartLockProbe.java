package com.posthog.doctor.probe.checkout;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.StartLockFacts;
import com.posthog.doctor.facts.StartLockFacts.Holder;
import com.posthog.doctor.host.Answer;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks who holds the lock of {@code bin/start}, and never takes it. On Linux the kernel lists the
 * lock by its file's number, and names the short-lived {@code flock} as its taker; so the holders
 * are those that still have the file open. On macOS {@code lsof} knows who has it open.
 */
public final class StartLockProbe implements Probe<StartLockFacts> {
  private static final String LOCK = "bin/start.lock";
  private static final int MOST_HOLDERS = 10;
  private static final int SMALL = 1 << 20;

  @Override
  public Set<FactKey<?>> needs(FactKey<StartLockFacts> key) {
    return Set.of(CheckoutFacts.KEY);
  }

  @Override
  public StartLockFacts read(FactKey<StartLockFacts> key, Host host, Facts soFar, Deadline deadline)
      throws IOException {
    Path file = Path.of(soFar.get(CheckoutFacts.KEY).path()).resolve(LOCK);
    if (!host.state(file).exists()) {
      return new StartLockFacts(LOCK, false, false, "", List.of());
    }
    return host.os().equals("macos")
        ? askLsof(host, file, deadline)
        : readProc(host, host.real(file));
  }

  private static StartLockFacts readProc(Host host, Path file) throws IOException {
    String identity = host.identity(file).orElse("");
    String locks = host.readText(Path.of("/proc/locks"), SMALL);
    boolean listed = !identity.isEmpty() && locks.lines().anyMatch(line -> names(line, identity));
    List<Holder> holders = new ArrayList<>();
    boolean locked = false;
    for (String pid : host.list(Path.of("/proc"), 100_000)) {
      if (Character.isDigit(pid.charAt(0)) && holders.size() < MOST_HOLDERS) {
        Path process = Path.of("/proc", pid);
        Optional<String> open = open(host, process, file);
        if (open.isPresent()) {
          // inside a container the list leaves out locks whose taker has ended; this does not
          locked |= text(host, process.resolve("fdinfo").resolve(open.get())).contains("FLOCK");
          holders.add(holder(Integer.parseInt(pid), command(host, process)));
        }
      }
    }
    boolean held = listed || locked;
    return new StartLockFacts(LOCK, true, held, "/proc/locks", held ? holders : List.of());
  }

  /**
   * Whether a line such as {@code 1: FLOCK ADVISORY WRITE 812 fe:00:2156178 0 EOF} is about a file.
   */
  private static boolean names(String line, String identity) {
    return line.contains("FLOCK") && line.contains(" " + identity + " ");
  }

  /** The number under which a process has the file open. */
  private static Optional<String> open(Host host, Path process, Path file) {
    try {
      Path numbers = process.resolve("fd");
      for (String number : host.list(numbers, 4096)) {
        if (host.link(numbers.resolve(number)).orElse("").equals(file.toString())) {
          return Optional.of(number);
        }
      }
    } catch (IOException othersProcess) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static Holder holder(int pid, String command) {
    boolean start = false;
    for (String word : command.split(" ", -1)) {
      start |= word.equals("bin/start") || word.endsWith("/bin/start");
    }
    return new Holder(pid, command, start);
  }

  private static String command(Host host, Path process) {
    return text(host, process.resolve("cmdline")).replace('\0', ' ').strip();
  }

  private static StartLockFacts askLsof(Host host, Path file, Deadline deadline)
      throws IOException {
    Answer answer =
        host.ask(List.of("/usr/sbin/lsof", "-nP", "-Fp", "--", file.toString()), deadline);
    if (answer.outcome() != Answer.Outcome.ENDED) {
      throw new IOException("lsof gave no answer about " + LOCK);
    }
    List<Holder> holders = new ArrayList<>();
    for (String line : answer.out().lines().toList()) {
      if (line.matches("p[0-9]{1,9}") && holders.size() < MOST_HOLDERS) {
        int pid = Integer.parseInt(line.substring(1));
        Answer ps = host.ask(List.of("/bin/ps", "-o", "command=", "-p", "" + pid), deadline);
        holders.add(holder(pid, ps.succeeded() ? ps.out().strip() : ""));
      }
    }
    return new StartLockFacts(LOCK, true, !holders.isEmpty(), "lsof", holders);
  }

  private static String text(Host host, Path file) {
    try {
      return host.readText(file, SMALL);
    } catch (IOException gone) {
      return "";
    }
  }
}
