package com.posthog.doctor.report;

import com.posthog.doctor.model.ByteSize;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Evidence;
import com.posthog.doctor.model.Finding;
import com.posthog.doctor.model.Report;
import com.posthog.doctor.model.Span;
import com.posthog.doctor.model.Status;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The report for people: an overview by area, the headlines by severity, a summary, and at the very
 * end the one command to run next.
 */
public final class TextReport implements ReportWriter {
  private static final List<Rank> TOLD = List.of(Rank.ERROR, Rank.WARNING, Rank.UNKNOWN);

  /** A blank at which no line is broken. */
  private static final char NO_BREAK = '\u00a0';

  private final Look look;
  private final String profile;

  /** A report of a profile that looks like this. */
  public TextReport(Look look, String profile) {
    this.look = look;
    this.profile = profile;
  }

  @Override
  public String write(Report report) {
    Page page = new Page(look);
    if (look.detail() == Look.Detail.HEADLINES) {
      headlines(page, report.findings());
    } else {
      whole(page, report);
    }
    return page.toString();
  }

  /** One line for each headline, with its id first so that it can be searched for. */
  private static void headlines(Page page, List<Finding> findings) {
    for (Rank rank : TOLD) {
      for (List<Finding> check : Problems.headlines(findings, rank).values()) {
        for (Finding finding : check) {
          page.line(
              0, rank.tone, rank.word + " " + finding.card().id() + ": " + Problems.told(finding));
        }
      }
    }
  }

  private void whole(Page page, Report report) {
    List<Finding> findings = report.findings();
    page.words(0, Tone.FAINT, machine(report));
    if (report.checkout() != null) {
      page.words(0, Tone.FAINT, "checkout " + report.checkout() + ", " + report.era() + " era");
    }
    page.gap();
    new Areas(page, look).write(findings);
    Problems problems = new Problems(page, look, findings);
    Set<CheckId> told = new LinkedHashSet<>();
    List<Rank> ranks = new ArrayList<>(TOLD);
    ranks.add(Rank.ADVICE);
    for (Rank rank : ranks) {
      told.addAll(Problems.headlines(findings, rank).keySet());
      if (rank != Rank.ADVICE || look.all()) {
        problems.write(findings, rank);
      }
    }
    problems.writeOrphans(told);
    page.gap();
    if (look.all()) {
      asked(page, report.asked());
    }
    summary(page, report);
    NextStep next = NextStep.of(findings, profile);
    page.gap();
    page.words(0, Tone.PLAIN, next.purpose() + ":");
    page.line(2, Tone.COMMAND, next.command());
  }

  private static String machine(Report report) {
    StringBuilder text = new StringBuilder("posthog-doctor ").append(report.version());
    Object name = report.host().getOrDefault("name", "");
    if (!name.equals("")) {
      text.append(" on ").append(name).append(", ").append(report.host().get("arch"));
    }
    if (report.host().get("cpus") instanceof Integer cpus && cpus > 0) {
      text.append(", ").append(cpus).append(cpus == 1 ? " core" : " cores");
    }
    if (report.host().get("memoryBytes") instanceof Long bytes && bytes > 0) {
      text.append(", ").append(new ByteSize(bytes).toString().replace(' ', NO_BREAK));
    }
    return text.toString();
  }

  private void asked(Page page, List<Report.Asked> asked) {
    if (asked.isEmpty()) {
      return;
    }
    page.words(0, Tone.FAINT, "Programs that were asked:");
    for (Report.Asked one : asked) {
      page.line(2, Tone.FAINT, one.command() + "  " + Span.text(one.took()));
    }
    page.gap();
  }

  private void summary(Page page, Report report) {
    List<Finding> findings = report.findings();
    int[] counts = Areas.counts(findings);
    page.words(
        0,
        Tone.STRONG,
        verdict(counts) + " (" + Span.text(report.duration()).replace(' ', NO_BREAK) + ")");
    for (Rank rank : TOLD) {
      List<String> ids = new ArrayList<>();
      Problems.headlines(findings, rank).keySet().forEach(id -> ids.add(id.value()));
      if (!ids.isEmpty()) {
        page.words(2, rank.tone, rank.word + ": ", Tone.PLAIN, String.join(", ", ids));
      }
    }
    waived(page, findings);
    int advice = Problems.headlines(findings, Rank.ADVICE).size();
    if (advice > 0 && !look.all()) {
      String pieces = advice == 1 ? "1 piece of advice" : advice + " pieces of advice";
      page.words(2, Tone.FAINT, pieces + " (-v shows " + (advice == 1 ? "it" : "them") + ")");
    }
  }

  private static String verdict(int[] counts) {
    List<String> bad = new ArrayList<>();
    for (Rank rank : TOLD) {
      if (counts[rank.ordinal()] > 0) {
        bad.add(rank.count(counts[rank.ordinal()]));
      }
    }
    int passed = counts[Rank.PASS.ordinal()];
    String well = passed + (passed == 1 ? " check passed" : " checks passed");
    List<String> rest = new ArrayList<>();
    if (passed > 0 || bad.isEmpty() && counts[Rank.WAIVED.ordinal()] == 0) {
      rest.add(well);
    }
    for (Rank rank : List.of(Rank.CONSEQUENCE, Rank.BLOCKED, Rank.WAIVED, Rank.SKIPPED)) {
      if (counts[rank.ordinal()] > 0) {
        rest.add(rank.count(counts[rank.ordinal()]));
      }
    }
    if (bad.isEmpty()) {
      return "Nothing is wrong here: " + String.join(", ", rest);
    }
    return String.join(", ", bad) + (rest.isEmpty() ? "" : "; " + String.join(", ", rest));
  }

  private static void waived(Page page, List<Finding> findings) {
    for (Finding finding : findings) {
      for (Evidence evidence : finding.evidence()) {
        if (evidence.label().equals("waived")) {
          String lead = finding.status() == Status.WAIVED ? "waived: " : "no longer waived: ";
          String subject = finding.subject() == null ? "" : " " + finding.subject().text();
          page.words(
              2,
              Tone.FAINT,
              lead,
              Tone.PLAIN,
              finding.card().id() + subject + ", " + evidence.value());
        }
      }
    }
  }
}
