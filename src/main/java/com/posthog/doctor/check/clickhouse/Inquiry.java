package com.posthog.doctor.check.clickhouse;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** A rule about what ClickHouse answers: blocked where it answers no query of a driver of today. */
interface Inquiry extends Rule {

  @Override
  default boolean despite(CheckId prerequisite) {
    return Asked.despite(prerequisite);
  }

  @Override
  default Needs needs(Facts soFar) {
    return Asked.needs();
  }

  @Override
  default List<Verdict> judge(Facts facts) {
    return Asked.silenced(facts) ? Asked.blocked() : answered(facts);
  }

  /** The judgement of a server that answers. */
  List<Verdict> answered(Facts facts);
}
