package com.posthog.doctor.report;

import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Evidence;
import com.posthog.doctor.model.Finding;
import com.posthog.doctor.model.Remedy;
import com.posthog.doctor.model.Subject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The headlines: what was seen, what is needed, what helps, and what follows from it. */
final class Problems {
  private static final int MOST_SUBJECTS = 5;
  private static final String COULD_NOT_TELL = "could not tell: ";

  private final Page page;
  private final Look look;
  private final Map<CheckId, List<Finding>> consequences = new LinkedHashMap<>();

  Problems(Page page, Look look, List<Finding> findings) {
    this.page = page;
    this.look = look;
    for (Finding finding : findings) {
      if (finding.because() != null) {
        consequences.computeIfAbsent(finding.because(), id -> new ArrayList<>()).add(finding);
      }
    }
  }

  /** The headlines of one rank, each check once, in the order of the catalogue. */
  static Map<CheckId, List<Finding>> headlines(List<Finding> findings, Rank rank) {
    Map<CheckId, List<Finding>> checks = new LinkedHashMap<>();
    for (Finding finding : findings) {
      if (finding.isHeadline() && Rank.of(finding) == rank) {
        checks.computeIfAbsent(finding.card().id(), id -> new ArrayList<>()).add(finding);
      }
    }
    return checks;
  }

  void write(List<Finding> findings, Rank rank) {
    for (Map.Entry<CheckId, List<Finding>> check : headlines(findings, rank).entrySet()) {
      page.gap();
      check(check.getKey(), check.getValue(), rank);
    }
  }

  /** What waits for a check that has no headline of its own in this report. */
  void writeOrphans(Set<CheckId> told) {
    consequences.forEach(
        (cause, all) -> {
          if (!told.contains(cause)) {
            page.gap();
            page.words(
                0,
                Tone.FAINT,
                Rank.BLOCKED.symbol(look) + " ",
                Tone.PLAIN,
                all.size() + (all.size() == 1 ? " follows from " : " follow from ") + cause);
          }
        });
  }

  private void check(CheckId id, List<Finding> findings, Rank rank) {
    List<List<Finding>> kinds = look.all() ? alone(findings) : kinds(findings);
    int shown = look.all() ? kinds.size() : Math.min(MOST_SUBJECTS, kinds.size());
    for (List<Finding> kind : kinds.subList(0, shown)) {
      headline(kind.get(0), rank);
      if (kind.size() > 1) {
        List<String> others = new ArrayList<>();
        kind.subList(1, kind.size()).forEach(one -> others.add(subject(one)));
        page.words(4, Tone.FAINT, "the same: ", Tone.PLAIN, String.join(", ", others));
      }
    }
    if (shown < kinds.size()) {
      page.words(
          4, Tone.FAINT, "and " + (kinds.size() - shown) + " more of the same (-v lists them)");
    }
    if (look.all() && !findings.get(0).card().why().isEmpty()) {
      page.words(4, Tone.FAINT, "why: ", Tone.PLAIN, findings.get(0).card().why());
    }
    remedies(findings);
    follow(id);
    page.line(4, Tone.FAINT, "more: posthog-doctor explain " + id);
  }

  private static List<List<Finding>> alone(List<Finding> findings) {
    List<List<Finding>> each = new ArrayList<>();
    findings.forEach(finding -> each.add(List.of(finding)));
    return each;
  }

  /** Findings that say the same of several subjects belong together. */
  private static List<List<Finding>> kinds(List<Finding> findings) {
    Map<String, List<Finding>> kinds = new LinkedHashMap<>();
    for (Finding finding : findings) {
      String said = told(finding).replace(subject(finding), "\0");
      kinds.computeIfAbsent(said, none -> new ArrayList<>()).add(finding);
    }
    return List.copyOf(kinds.values());
  }

  private static String subject(Finding finding) {
    return finding.subject() == null ? "\0" : finding.subject().text();
  }

  private void headline(Finding finding, Rank rank) {
    String lead = rank.symbol(look) + " " + rank.word + "  ";
    page.words(0, rank.tone, lead, Tone.STRONG, told(finding));
    int widest = 0;
    for (Evidence evidence : finding.evidence()) {
      widest = Math.max(widest, evidence.label().length());
    }
    for (Evidence evidence : finding.evidence()) {
      String source = evidence.source().isEmpty() ? "" : " (" + evidence.source() + ")";
      String label = evidence.label() + ":" + " ".repeat(widest - evidence.label().length() + 1);
      page.words(4, Tone.FAINT, label, Tone.PLAIN, evidence.value() + source);
    }
  }

  /** The headline of a finding in words; a doubt begins with what could not be told. */
  static String told(Finding finding) {
    String message = finding.message();
    if (message.startsWith(COULD_NOT_TELL)) {
      message =
          finding.card().title()
              + ": could not tell, "
              + message.substring(COULD_NOT_TELL.length());
    } else if (message.equals(finding.card().title())) {
      message = "this does not hold: " + message;
    }
    return withSubject(finding, message);
  }

  static String withSubject(Finding finding, String message) {
    return finding.subject() == null || names(message, finding.subject())
        ? message
        : finding.subject().text() + ": " + message;
  }

  /** Whether a message already says which subject it is about: 5432 and db, of `5432 (db)`. */
  private static boolean names(String message, Subject subject) {
    String text = subject.text();
    String first = text.substring(0, Math.max(0, text.indexOf(" (")));
    return message.contains(text)
        || !first.isEmpty() && message.contains(first) && message.contains(subject.service());
  }

  /** The cures of one subject are alternatives; another subject needs its own as well. */
  private void remedies(List<Finding> findings) {
    Set<String> told = new LinkedHashSet<>();
    for (Finding finding : findings) {
      boolean alternatives = finding.remedies().stream().anyMatch(one -> told.contains(key(one)));
      for (Remedy remedy : finding.remedies()) {
        if (told.add(key(remedy))) {
          String lead = told.size() == 1 ? "" : alternatives ? "or: " : "and: ";
          new RemedyText(page, look).write(remedy, lead);
          alternatives = true;
        }
      }
    }
  }

  /** What makes a remedy the same as another one: all that a reader would see of it. */
  private static String key(Remedy remedy) {
    StringBuilder key = new StringBuilder(remedy.id()).append('\n').append(remedy.title());
    remedy.steps().forEach(step -> key.append('\n').append(step.describe()));
    return key.toString();
  }

  private void follow(CheckId id) {
    List<Finding> all = consequences.getOrDefault(id, List.of());
    if (all.isEmpty()) {
      return;
    }
    if (!look.all()) {
      page.words(
          4,
          Tone.FAINT,
          all.size()
              + " more "
              + (all.size() == 1 ? "follows" : "follow")
              + " from this (-v lists "
              + (all.size() == 1 ? "it" : "them")
              + ")");
      return;
    }
    String verb = all.size() == 1 ? " more follows from this:" : " more follow from this:";
    page.words(4, Tone.FAINT, all.size() + verb);
    for (Finding finding : all) {
      Rank rank = Rank.of(finding);
      String lead = rank.symbol(look) + " " + rank.word + "  ";
      page.words(6, rank.tone, lead, Tone.PLAIN, finding.card().id() + ": " + told(finding));
    }
  }
}
