package com.posthog.doctor.probe.tool;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.RequirementFacts;
import com.posthog.doctor.facts.RequirementFacts.Need;
import com.posthog.doctor.facts.ToolFacts;
import com.posthog.doctor.facts.ToolFacts.Copy;
import com.posthog.doctor.facts.ToolboxFacts;
import com.posthog.doctor.facts.XcodeFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Observes one program as the checkout would run it. */
public final class ToolProbe implements Probe<ToolFacts> {
  private static final Need NOT_USED = new Need(false, "", "", "", "", "", "");

  /** The tools of which macOS has stubs, so that its developer tools must be looked at first. */
  private static final List<String> STUBS = List.of("git", "python", "cc", "make");

  @Override
  public Set<FactKey<?>> needs(FactKey<ToolFacts> key) {
    Set<FactKey<?>> needs =
        new HashSet<>(Set.of(CheckoutFacts.KEY, ToolboxFacts.KEY, RequirementFacts.KEY));
    if (STUBS.contains(key.argument())) {
      needs.add(XcodeFacts.KEY);
    }
    return needs;
  }

  @Override
  public ToolFacts read(FactKey<ToolFacts> key, Host host, Facts soFar, Deadline deadline) {
    String tool = key.argument();
    Need need = soFar.get(RequirementFacts.KEY).tools().getOrDefault(tool, NOT_USED);
    CheckoutFacts checkout = soFar.get(CheckoutFacts.KEY);
    ToolboxFacts toolbox = soFar.get(ToolboxFacts.KEY);
    Sighting sighting = Sighting.NONE;
    if (need.used()) {
      boolean stubsWork = soFar.find(XcodeFacts.KEY).map(XcodeFacts::usable).orElse(false);
      Inspection inspection =
          new Inspection(host, Path.of(checkout.path()), toolbox, need, stubsWork, deadline);
      sighting =
          switch (tool) {
            case "compose" -> ComposeSearch.look(host, toolbox, deadline);
            case "python" -> inspection.python();
            default -> inspection.of(tool);
          };
    }
    return facts(tool, need, sighting, toolbox);
  }

  private static ToolFacts facts(String tool, Need need, Sighting sighting, ToolboxFacts toolbox) {
    return new ToolFacts(
        tool,
        sighting.path(),
        sighting.foundBy(),
        sighting.offPath(),
        sighting.version(),
        sighting.versionIn(),
        sighting.problem(),
        sighting.broken(),
        sighting.others(),
        sighting.rejected(),
        toolbox.places().size(),
        need.used(),
        need.usedIn(),
        need.range(),
        need.rangeIn(),
        need.pinned(),
        need.pinnedIn(),
        need.problem());
  }

  /**
   * What was seen of a program; the parts of {@link ToolFacts} that do not come from the checkout.
   */
  record Sighting(
      String path,
      String foundBy,
      boolean offPath,
      String version,
      String versionIn,
      String problem,
      boolean broken,
      List<Copy> others,
      List<ToolFacts.Rejected> rejected) {
    static final Sighting NONE =
        new Sighting("", "", false, "", "", "", false, List.of(), List.of());

    /** The same with other copies and what was rejected. */
    Sighting with(List<Copy> copies, List<ToolFacts.Rejected> refused) {
      return new Sighting(
          path,
          foundBy,
          offPath,
          version,
          versionIn,
          problem,
          broken,
          new ArrayList<>(copies),
          refused);
    }
  }
}
