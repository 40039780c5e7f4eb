package com.posthog.doctor.engine;

import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.model.CheckId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What each check was last found to wait for: until that is there, it need not be asked again. */
final class Waiting {
  private final Map<CheckId, FactKey<?>> facts = new HashMap<>();
  private final Map<CheckId, CheckId> checks = new HashMap<>();
  private final Set<CheckId> ahead = new HashSet<>();

  void forFact(CheckId id, FactKey<?> fact) {
    facts.put(id, fact);
  }

  void forCheck(CheckId id, CheckId prerequisite) {
    checks.put(id, prerequisite);
  }

  /** Reads what it needs while it waits, and is asked each time that more of it may be known. */
  void readsAhead(CheckId id) {
    ahead.add(id);
  }

  /** Whether what the check waits for is still not there. */
  boolean holds(CheckId id, Facts known, Set<CheckId> judged) {
    FactKey<?> fact = facts.get(id);
    CheckId prerequisite = checks.get(id);
    return fact != null && !known.knows(fact)
        || prerequisite != null && !judged.contains(prerequisite) && !ahead.contains(id);
  }
}
