package com.posthog.doctor.facts;

import java.util.List;

/**
 * The virtual environment of the checkout.
 *
 * @param path the whole path
 * @param name as people write it: {@code .venv}, {@code .flox/cache/venv}
 * @param source what says that it is this one: {@code UV_PROJECT_ENVIRONMENT}, {@code folder}
 * @param kind as in {@link FileFacts}
 * @param configured whether it has a {@code pyvenv.cfg} that can be read
 * @param python the interpreter inside it; empty when there is none that can be followed
 * @param home the folder of the Python that it was made from, and {@code homeExists}
 * @param version {@code 3.13.13}; empty when it does not say
 * @param required the range that the checkout requires; empty when it does not say
 * @param requiredIn where the checkout says so
 * @param movedFrom the path that its scripts were written for, when it is another one
 * @param movedIn the script that says so
 * @param lockProblem why it could not be compared with {@code uv.lock}; one sentence, or empty
 * @param changed packages of another version than {@code uv.lock} has, at most ten
 * @param changedCount how many
 * @param lacking direct dependencies that are not installed, at most ten
 * @param lackingCount how many
 * @param locked the names of all packages in {@code uv.lock} that are asked for by name here
 * @param active what {@code VIRTUAL_ENV} names; empty when no environment is active
 * @param activeHere whether that is this environment
 */
public record VenvFacts(
    String path,
    String name,
    String source,
    String kind,
    boolean configured,
    String python,
    String home,
    boolean homeExists,
    String version,
    String required,
    String requiredIn,
    String movedFrom,
    String movedIn,
    String lockProblem,
    List<String> changed,
    int changedCount,
    List<String> lacking,
    int lackingCount,
    List<String> locked,
    String active,
    boolean activeHere) {
  public static final FactKey<VenvFacts> KEY = FactKey.of("venv", VenvFacts.class);

  public VenvFacts {
    changed = List.copyOf(changed);
    lacking = List.copyOf(lacking);
    locked = List.copyOf(locked);
  }

  /** Whether its Python can be started. */
  public boolean works() {
    return kind.equals("folder") && configured && !python.isEmpty();
  }
}
