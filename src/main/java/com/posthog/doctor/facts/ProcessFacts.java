package com.posthog.doctor.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The processes of this machine that can be seen.
 *
 * @param processes in the order of their numbers
 * @param source what was read: {@code /proc}, {@code ps}
 */
public record ProcessFacts(List<Process> processes, String source) {
  public static final FactKey<ProcessFacts> KEY = FactKey.of("processes", ProcessFacts.class);

  /** More generations than any real chain of processes has; ends a chain that leads to itself. */
  private static final int MOST_GENERATIONS = 64;

  public ProcessFacts {
    processes = List.copyOf(processes);
  }

  /**
   * A process.
   *
   * @param parent the number of its parent; 0 for none
   * @param uid the owner's number; -1 when it could not be told
   * @param program the program's name, without its folder
   * @param command its command line, redacted and cut; may be empty
   * @param folder its working folder; empty where it could not be told
   */
  public record Process(
      long pid, long parent, long uid, String program, String command, String folder) {}

  /** The process of this number. */
  public Optional<Process> find(long pid) {
    return processes.stream().filter(process -> process.pid() == pid).findFirst();
  }

  /** The process and its ancestors, itself first; ends where one cannot be seen. */
  public List<Process> chain(long pid) {
    List<Process> chain = new ArrayList<>();
    Optional<Process> next = find(pid);
    while (next.isPresent() && chain.size() < MOST_GENERATIONS) {
      chain.add(next.get());
      next = find(next.get().parent());
    }
    return chain;
  }

  /** The process and all its descendants, leaves first. */
  public List<Process> tree(long pid) {
    List<Process> tree = new ArrayList<>();
    find(pid).ifPresent(root -> addTree(root, tree, 0));
    return tree;
  }

  private void addTree(Process root, List<Process> tree, int generation) {
    if (generation < MOST_GENERATIONS) {
      processes.stream()
          .filter(process -> process.parent() == root.pid() && process.pid() != root.pid())
          .forEach(child -> addTree(child, tree, generation + 1));
    }
    tree.add(root);
  }
}
