package com.posthog.doctor.facts;

import java.util.List;

/**
 * The PostHog working copy that is judged.
 *
 * @param found whether the folder is a PostHog checkout
 * @param path its real path, or the folder that was searched
 * @param given whether the reader named the folder ({@code --repo}, {@code POSTHOG_REPO})
 * @param era {@code layered} (today, with {@code .env.services}), {@code handbook} (before), or
 *     empty
 * @param eraSource the file that told the era
 * @param landmarks the files by which it was recognised
 * @param missing the files that a checkout has and this folder has not
 * @param worktree whether it is a git worktree
 * @param mainCheckout the checkout that a worktree belongs to; empty otherwise
 * @param gitFolder the folder that git keeps its data in; empty when it is no git checkout
 * @param ownedByUser whether this user owns the folder
 */
public record CheckoutFacts(
    boolean found,
    String path,
    boolean given,
    String era,
    String eraSource,
    List<String> landmarks,
    List<String> missing,
    boolean worktree,
    String mainCheckout,
    String gitFolder,
    boolean ownedByUser) {
  public static final FactKey<CheckoutFacts> KEY = FactKey.of("checkout", CheckoutFacts.class);

  /** The era with {@code .env.services}: today's. */
  public static final String LAYERED = "layered";

  /** The era of the handbook of late 2025: MinIO, Bitnami Kafka, mprocs. */
  public static final String HANDBOOK = "handbook";

  public CheckoutFacts {
    landmarks = List.copyOf(landmarks);
    missing = List.copyOf(missing);
  }

  /** Whether the checkout is of today's era. */
  public boolean isLayered() {
    return era.equals(LAYERED);
  }
}
