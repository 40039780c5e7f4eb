package com.posthog.doctor.facts;

import java.util.List;

/**
 * The type files that kea-typegen writes beside the logics of the frontend.
 *
 * @param logics how many logics there are
 * @param types how many type files there are
 * @param missing logics that import a type file which is not there, at most ten
 * @param missingCount how many
 * @param empty type files with nothing in them, at most ten
 * @param emptyCount how many
 * @param wholly whether every folder was looked at
 */
public record TypegenFacts(
    int logics,
    int types,
    List<String> missing,
    int missingCount,
    List<String> empty,
    int emptyCount,
    boolean wholly) {
  public static final FactKey<TypegenFacts> KEY = FactKey.of("typegen", TypegenFacts.class);

  public TypegenFacts {
    missing = List.copyOf(missing);
    empty = List.copyOf(empty);
  }
}
