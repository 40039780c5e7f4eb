package com.posthog.doctor.check;

import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges facts: a pure function that neither reads the world nor writes prose. */
public interface Rule {

  /** The facts it wants, which may grow with what is known so far. */
  Needs needs(Facts soFar);

  /** One verdict per subject; at least one. Called when every required fact was read. */
  List<Verdict> judge(Facts facts);
}
