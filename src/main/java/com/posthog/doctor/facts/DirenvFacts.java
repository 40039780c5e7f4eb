package com.posthog.doctor.facts;

/**
 * What direnv would do in the checkout, read from its own files.
 *
 * @param declared whether the checkout has an {@code .envrc}
 * @param allowed whether the user has allowed it as it stands
 * @param active whether direnv has loaded it in this shell
 */
public record DirenvFacts(boolean declared, boolean allowed, boolean active) {
  public static final FactKey<DirenvFacts> KEY = FactKey.of("direnv", DirenvFacts.class);
}
