package com.posthog.doctor.report;

import com.posthog.doctor.model.Finding;
import com.posthog.doctor.model.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The overview: one line for each area, in the order of the catalogue. */
final class Areas {
  private static final List<Rank> WORRYING =
      List.of(Rank.ERROR, Rank.WARNING, Rank.UNKNOWN, Rank.CONSEQUENCE, Rank.BLOCKED);

  private final Page page;
  private final Look look;

  Areas(Page page, Look look) {
    this.page = page;
    this.look = look;
  }

  void write(List<Finding> findings) {
    Map<String, List<Finding>> areas = new LinkedHashMap<>();
    int widest = 0;
    for (Finding finding : findings) {
      String area = finding.card().id().area();
      areas.computeIfAbsent(area, name -> new ArrayList<>()).add(finding);
      widest = Math.max(widest, area.length());
    }
    for (Map.Entry<String, List<Finding>> area : areas.entrySet()) {
      area(area.getKey(), area.getValue(), widest);
    }
  }

  private void area(String name, List<Finding> findings, int widest) {
    int[] counts = counts(findings);
    Rank worst = worst(counts);
    String lead = worst.symbol(look) + " " + name + " ".repeat(widest - name.length() + 2);
    page.words(0, worst.tone, lead, Tone.PLAIN, summary(counts));
    if (look.all()) {
      findings.forEach(this::detail);
    }
  }

  /** What decides the symbol of an area: advice alone leaves it healthy. */
  private static Rank worst(int[] counts) {
    for (Rank rank : WORRYING) {
      if (counts[rank.ordinal()] > 0) {
        return rank;
      }
    }
    boolean judged =
        counts[Rank.PASS.ordinal()] + counts[Rank.ADVICE.ordinal()] + counts[Rank.WAIVED.ordinal()]
            > 0;
    return judged ? Rank.PASS : Rank.SKIPPED;
  }

  /** How many checks have this as their worst, each check once whatever its subjects. */
  static int[] counts(List<Finding> findings) {
    Map<String, Rank> worst = new LinkedHashMap<>();
    for (Finding finding : findings) {
      Rank rank = Rank.counted(finding);
      worst.merge(finding.card().id().value(), rank, (a, b) -> a.compareTo(b) <= 0 ? a : b);
    }
    int[] counts = new int[Rank.values().length];
    worst.values().forEach(rank -> counts[rank.ordinal()]++);
    return counts;
  }

  private String summary(int[] counts) {
    List<String> parts = new ArrayList<>();
    boolean well = true;
    for (Rank rank : Rank.values()) {
      int number = counts[rank.ordinal()];
      boolean said = number > 0 && (rank != Rank.SKIPPED || look.all());
      if (said && rank != Rank.PASS) {
        parts.add(rank.count(number));
        well &= rank == Rank.SKIPPED;
      }
    }
    int passed = counts[Rank.PASS.ordinal()];
    if (passed > 0) {
      parts.add(well ? 0 : parts.size(), passed + (passed == 1 ? " check" : " checks") + " passed");
    }
    return parts.isEmpty() ? "nothing applies here" : String.join(", ", parts);
  }

  private void detail(Finding finding) {
    Rank rank = Rank.of(finding);
    String lead = rank.symbol(look) + " " + finding.card().id().value() + "  ";
    String said =
        rank == Rank.PASS
            ? finding.message()
            : finding.status() == Status.FAIL
                ? rank.word + ": " + finding.message()
                : rank.word + ", " + NextStep.decapitalized(finding.message());
    page.words(4, rank.tone, lead, Tone.PLAIN, Problems.withSubject(finding, said));
  }
}
