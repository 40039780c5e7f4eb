package com.posthog.doctor.probe.tool;

import com.posthog.doctor.facts.RequirementFacts;

/** What is required of one program, while it is gathered from several files. */
final class Requirement {
  private final boolean used;
  private final String usedIn;
  private String range = "";
  private String rangeIn = "";
  private String pinned = "";
  private String pinnedIn = "";
  private String problem = "";

  Requirement(boolean used, String usedIn) {
    this.used = used;
    this.usedIn = usedIn;
  }

  /** Whether a range was declared. */
  boolean hasRange() {
    return !range.isEmpty();
  }

  Requirement range(String declared, String place) {
    range = declared;
    rangeIn = place;
    return this;
  }

  Requirement pin(String declared, String place) {
    pinned = declared;
    pinnedIn = place;
    return this;
  }

  /** Remembers the first thing that could not be read. */
  Requirement problem(String sentence) {
    if (problem.isEmpty()) {
      problem = sentence;
    }
    return this;
  }

  RequirementFacts.Need need() {
    // what another file declares well is enough
    return new RequirementFacts.Need(
        used, usedIn, range, rangeIn, pinned, pinnedIn, hasRange() ? "" : problem);
  }
}
