package com.posthog.doctor.facts;

import java.util.List;

/**
 * The place of the working copy and what its file system did to the files.
 *
 * @param path its real path
 * @param ignoresCase whether {@code bin/START} is the same file as {@code bin/start}
 * @param windowsLines scripts in {@code bin} whose lines end with CR LF, at most ten
 * @param notExecutable scripts in {@code bin} that may not be run, at most ten
 */
public record WorkingCopyFacts(
    String path, boolean ignoresCase, List<String> windowsLines, List<String> notExecutable) {
  public static final FactKey<WorkingCopyFacts> KEY =
      FactKey.of("working-copy", WorkingCopyFacts.class);

  public WorkingCopyFacts {
    windowsLines = List.copyOf(windowsLines);
    notExecutable = List.copyOf(notExecutable);
  }
}
