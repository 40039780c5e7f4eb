package com.posthog.doctor.check;

import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Verdict;
import java.util.List;
import java.util.Set;

/** Judges facts: a pure function that neither reads the world nor writes prose. */
public interface Rule {

  /**
   * Whether it has something to say although this prerequisite of the card does not pass. It then
   * gives a verdict that is {@code blocked} for the rest.
   */
  default boolean despite(CheckId prerequisite) {
    return false;
  }

  /**
   * The facts of which it judges also that they cannot be read. Where it fails, it is the cause of
   * all that could not be told for want of them.
   */
  default Set<FactKey<?>> answersFor() {
    return Set.of();
  }

  /** The facts it wants, which may grow with what is known so far. */
  Needs needs(Facts soFar);

  /** One verdict per subject; at least one. Called when every required fact was read. */
  List<Verdict> judge(Facts facts);
}
