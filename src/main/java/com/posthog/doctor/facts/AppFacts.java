package com.posthog.doctor.facts;

import java.util.List;

/**
 * The processes that the checkout starts on the host, beside its containers.
 *
 * @param apps those that listen on a port, in the order in which they are declared
 * @param folders the checkout and its worktrees, as real paths
 * @param source the file that declares the processes: {@code bin/mprocs.yaml}; or that it is
 *     missing
 * @param problems what could not be understood, one sentence each
 */
public record AppFacts(List<App> apps, List<String> folders, String source, List<String> problems) {
  public static final FactKey<AppFacts> KEY = FactKey.of("apps", AppFacts.class);

  /** The source of a port that the checkout does not declare. */
  public static final String BUILT_IN = "built in: the checkout does not say";

  public AppFacts {
    apps = List.copyOf(apps);
    folders = List.copyOf(folders);
    problems = List.copyOf(problems);
  }

  /**
   * A process that listens.
   *
   * @param name its name in the process manager: {@code backend}
   * @param port the port that it takes on the host
   * @param source the file and line that says so: {@code bin/start-backend:10}
   */
  public record App(String name, int port, String source) {}

  /** Whether a working folder lies inside the checkout or one of its worktrees. */
  public boolean contains(String folder) {
    return folders.stream().anyMatch(mine -> folder.equals(mine) || folder.startsWith(mine + "/"));
  }
}
