package com.posthog.doctor.model;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A way to cure a failure.
 *
 * @param when tests on facts that must hold for the remedy to be offered
 * @param why what it changes, for a person who hesitates; may be empty
 */
public record Remedy(
    String id, String title, String why, Risk risk, List<Condition> when, List<Step> steps) {
  public Remedy {
    when = List.copyOf(when);
    steps = List.copyOf(steps);
  }

  /** By the id alone: what a record would make itself is worked out at run time, for each step. */
  @Override
  public int hashCode() {
    return id.hashCode();
  }

  /** Whether every step can be undone. */
  public boolean reversible() {
    return steps.stream().allMatch(Step::reversible);
  }

  /** Whether a step needs the rights of the administrator. */
  public boolean privileged() {
    return steps.stream().anyMatch(Step::privileged);
  }

  /**
   * Whether it changes what a login gets, the profile of a shell or the groups of a user, which a
   * shell that is open does not get again.
   */
  public boolean countsInNewTerminals() {
    return steps.stream()
        .anyMatch(
            step ->
                step instanceof Step.EditBlock && !step.privileged()
                    || step instanceof Step.Run run && run.argv().get(0).equals("usermod"));
  }

  /** The same remedy with its templates filled. */
  public Remedy fill(UnaryOperator<String> values) {
    return new Remedy(
        id,
        values.apply(title),
        values.apply(why),
        risk,
        when,
        steps.stream().map(step -> step.fill(values)).toList());
  }
}
