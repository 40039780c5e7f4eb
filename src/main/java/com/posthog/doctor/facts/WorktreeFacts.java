package com.posthog.doctor.facts;

import java.util.List;

/**
 * What a git worktree lacks that its main checkout has, and that git does not copy.
 *
 * @param worktree whether this is a worktree
 * @param main the main checkout; empty when this is none
 * @param items what is compared
 */
public record WorktreeFacts(boolean worktree, String main, List<Item> items) {
  public static final FactKey<WorktreeFacts> KEY = FactKey.of("worktree", WorktreeFacts.class);

  public WorktreeFacts {
    items = List.copyOf(items);
  }

  /**
   * One thing that git does not copy.
   *
   * @param path relative to the checkout
   * @param service what fails without it, by which consequences are found
   * @param here whether the worktree has it
   * @param there whether the main checkout has it
   */
  public record Item(String path, String service, boolean here, boolean there) {}
}
