package com.posthog.doctor.facts;

import java.util.List;

/**
 * One program as the checkout would run it, and what the checkout requires of it.
 *
 * @param name {@code node}; {@code python} stands for any of python3.13, python3, python
 * @param path the program that would be run; empty when there is none
 * @param foundBy how it was found: {@code PATH}, {@code the active flox environment}, {@code nvm}
 * @param offPath whether its folder is not on PATH although it was looked for there
 * @param version its version; empty when it was not asked for or could not be told
 * @param versionIn what told the version: {@code folder name}, {@code node --version}
 * @param problem why it does not do what is asked of it; empty when it does
 * @param broken whether the problem is its own answer, rather than that no answer came
 * @param others the other copies that PATH or a version manager has, in their order
 * @param rejected what was looked at and is not it, with the reason
 * @param searched how many folders were searched
 * @param used whether this checkout uses it at all
 * @param usedIn the file that says so
 * @param required the versions that will do; empty when any will
 * @param requiredIn where that is declared: {@code package.json:20}
 * @param pinned the exact version that the checkout recommends; may be empty
 * @param pinnedIn where that is declared
 * @param requirementProblem why the requirement could not be read; empty when it was
 */
public record ToolFacts(
    String name,
    String path,
    String foundBy,
    boolean offPath,
    String version,
    String versionIn,
    String problem,
    boolean broken,
    List<Copy> others,
    List<Rejected> rejected,
    int searched,
    boolean used,
    String usedIn,
    String required,
    String requiredIn,
    String pinned,
    String pinnedIn,
    String requirementProblem) {

  /**
   * Another copy of the program.
   *
   * @param path where it is
   * @param version its version; empty when it was not asked for or could not be told
   * @param foundBy how it was found
   * @param earlier whether PATH gives this one, rather than the one that the checkout wants
   */
  public record Copy(String path, String version, String foundBy, boolean earlier) {}

  /** Something that bears the name and is not the program, and why. */
  public record Rejected(String path, String why) {}

  public ToolFacts {
    others = List.copyOf(others);
    rejected = List.copyOf(rejected);
  }

  /** The key of the program of this name. */
  public static FactKey<ToolFacts> key(String name) {
    return FactKey.of("tool", name, ToolFacts.class);
  }

  /** Whether there is a program to run. */
  public boolean found() {
    return !path.isEmpty();
  }
}
