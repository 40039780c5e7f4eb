package com.posthog.doctor.model;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that a person reads about a check, and where the check applies.
 *
 * @param severity the severity of a failure, unless a limit or the rule says otherwise
 * @param severityIn another severity within a profile: {@code services → error}
 * @param applies tests of which each must hold, or the check is skipped
 * @param messages texts by name; a coded rule names one, a declared rule uses {@code failing}
 * @param limits the tests of a declared rule, worst first; empty for a coded one
 * @param each the list fact whose members become subjects; empty for one verdict
 * @param symptoms what is seen in a log; the built-in ones are read only where they are looked for
 * @param harmless whether its symptoms can be ignored
 * @param waiting what {@code --wait} is to make of a message, by its name; the empty name stands
 *     for all others
 * @param origin the file it was read from, for messages about the card itself
 */
public record Card(
    CheckId id,
    String title,
    List<String> aliases,
    List<String> tags,
    List<String> platforms,
    List<String> eras,
    List<String> notIn,
    Severity severity,
    Map<String, Severity> severityIn,
    List<CheckId> requires,
    List<CheckId> explainedBy,
    List<Condition> applies,
    List<Limit> limits,
    String each,
    Map<String, String> messages,
    String why,
    String docs,
    List<Remedy> remedies,
    List<Symptom> symptoms,
    boolean harmless,
    boolean runsCheckout,
    Map<String, Outlook> waiting,
    String origin) {
  /** The areas that only a person changes: waiting helps none of them. */
  private static final Set<String> STILL =
      Set.of("host", "tool", "checkout", "env", "checks", "tests");

  /** A severity and the tests that must hold for it not to be reached. */
  public record Limit(Severity severity, List<Condition> conditions) {
    public Limit {
      conditions = List.copyOf(conditions);
    }
  }

  public Card {
    aliases = List.copyOf(aliases);
    tags = List.copyOf(tags);
    platforms = List.copyOf(platforms);
    eras = List.copyOf(eras);
    notIn = List.copyOf(notIn);
    severityIn = Map.copyOf(severityIn);
    requires = List.copyOf(requires);
    explainedBy = List.copyOf(explainedBy);
    applies = List.copyOf(applies);
    limits = List.copyOf(limits);
    messages = Map.copyOf(messages);
    remedies = List.copyOf(remedies);
    symptoms = List.copyOf(symptoms);
    waiting = Map.copyOf(waiting);
  }

  /** The same card with other remedies. */
  public Card with(List<Remedy> others) {
    return with(others, symptoms);
  }

  /** The same card with other symptoms. */
  public Card showing(List<Symptom> others) {
    return with(remedies, others);
  }

  private Card with(List<Remedy> newRemedies, List<Symptom> newSymptoms) {
    return new Card(
        id,
        title,
        aliases,
        tags,
        platforms,
        eras,
        notIn,
        severity,
        severityIn,
        requires,
        explainedBy,
        applies,
        limits,
        each,
        messages,
        why,
        docs,
        newRemedies,
        newSymptoms,
        harmless,
        runsCheckout,
        waiting,
        origin);
  }

  /** Whether waiting changes a finding with the message of this name. */
  public Outlook outlook(String message) {
    Outlook all =
        waiting.getOrDefault("", STILL.contains(id.area()) ? Outlook.SETTLED : Outlook.OPEN);
    return waiting.getOrDefault(message, all);
  }

  /** Whether its rule stands in the card itself. */
  public boolean isDeclared() {
    return !limits.isEmpty();
  }

  /** The severity of a failure within a profile. */
  public Severity severityIn(String profile) {
    return severityIn.getOrDefault(profile, severity);
  }
}
