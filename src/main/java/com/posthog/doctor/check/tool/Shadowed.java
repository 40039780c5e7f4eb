package com.posthog.doctor.check.tool;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.ToolFacts;
import com.posthog.doctor.facts.ToolFacts.Copy;
import com.posthog.doctor.facts.ToolboxFacts;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import com.posthog.doctor.model.VersionRange;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Judges whether the shell would run another copy of a tool than the one that the checkout wants.
 */
public final class Shadowed implements Rule {
  private static final List<String> TOOLS = List.of("node", "uv", "cargo", "sqlx");

  @Override
  public Needs needs(Facts soFar) {
    Set<FactKey<?>> useful = new LinkedHashSet<>();
    TOOLS.forEach(tool -> useful.add(ToolFacts.key(tool)));
    return new Needs(Set.of(ToolboxFacts.KEY), useful);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    ToolboxFacts toolbox = facts.get(ToolboxFacts.KEY);
    List<Verdict> verdicts = new ArrayList<>();
    for (String name : TOOLS) {
      Optional<ToolFacts> tool = facts.find(ToolFacts.key(name)).filter(ToolFacts::found);
      tool.ifPresent(seen -> verdicts.add(verdict(seen, toolbox).about(Subject.of(name))));
    }
    return verdicts.isEmpty() ? List.of(Verdict.pass()) : verdicts;
  }

  private static Verdict verdict(ToolFacts seen, ToolboxFacts toolbox) {
    if (!seen.problem().isEmpty() || seen.required().isEmpty()) {
      return Verdict.pass("alone").with("tool", seen.name());
    }
    for (Copy other : seen.others()) {
      if (!admits(seen, seen.version()) && admits(seen, other.version())) {
        Severity severity =
            seen.name().equals("node") || seen.name().equals("uv")
                ? Severity.ERROR
                : Severity.WARNING;
        return between(seen, seen.version(), seen.path(), other.version(), other.path())
            .at(severity);
      }
      // an environment that is only built is not meant to be on PATH yet
      boolean waiting = toolbox.built() && !toolbox.active();
      if (other.earlier() && !waiting && differs(seen, other)) {
        return between(seen, other.version(), other.path(), seen.version(), seen.path());
      }
    }
    return Verdict.pass("alone").with("tool", seen.name());
  }

  /** Two versions of Rust that both will do still rebuild everything in turn. */
  private static boolean differs(ToolFacts seen, Copy other) {
    return !other.version().isEmpty()
        && (!admits(seen, other.version())
            || seen.name().equals("cargo") && !other.version().equals(seen.version()));
  }

  private static boolean admits(ToolFacts seen, String version) {
    return VersionRange.of(seen.required()).admits(version).orElse(false);
  }

  private static Verdict between(
      ToolFacts seen, String first, String firstPath, String wanted, String wantedPath) {
    int slash = wantedPath.lastIndexOf('/');
    return Verdict.fail("shadowed")
        .with("tool", seen.name())
        .with("first", first)
        .with("first-path", firstPath)
        .with("wanted", wanted)
        .with("wanted-path", wantedPath)
        .with("wanted-folder", slash > 0 ? wantedPath.substring(0, slash) : "/")
        .seen("seen", first + ", " + firstPath, "PATH")
        .seen("needed", seen.required(), seen.requiredIn())
        .seen("wanted", wanted + ", " + wantedPath, seen.foundBy());
  }
}
