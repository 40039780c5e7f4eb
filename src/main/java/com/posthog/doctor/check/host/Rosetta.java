package com.posthog.doctor.check.host;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.BinaryFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges {@code host.rosetta}: whether the shell and the programs that build native modules run as
 * the processor does. A program that is not there is another check's business.
 */
public final class Rosetta implements Rule {
  private static final List<String> PROGRAMS = List.of("brew", "node", "python3");

  /** Where Homebrew lives on an Intel Mac, and on Apple silicon only when it is translated. */
  private static final String INTEL_BREW = "/usr/local/";

  @Override
  public Needs needs(Facts soFar) {
    Needs needs = Needs.of(HostFacts.KEY);
    for (String program : PROGRAMS) {
      needs = needs.and(BinaryFacts.key(program));
    }
    return needs;
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    HostFacts host = facts.get(HostFacts.KEY);
    List<Verdict> verdicts = new ArrayList<>();
    verdicts.add(
        (host.translated() ? Verdict.fail("shell").curedBy("native-terminal") : Verdict.pass())
            .about(Subject.of("shell"))
            .seen("seen", host.translated() ? "x86_64" : host.arch(), "sysctl.proc_translated"));
    for (String program : PROGRAMS) {
      facts
          .find(BinaryFacts.key(program))
          .filter(binary -> !binary.path().isEmpty())
          .ifPresent(binary -> verdicts.add(judge(binary, host.arch())));
    }
    return verdicts;
  }

  private static Verdict judge(BinaryFacts binary, String arch) {
    boolean brew = binary.name().equals("brew");
    boolean foreign =
        brew
            ? binary.path().startsWith(INTEL_BREW)
            : !binary.archs().isEmpty() && !binary.archs().contains(arch);
    Verdict verdict =
        !foreign
            ? Verdict.pass("native")
            : brew
                ? Verdict.fail("brew").curedBy("native-brew")
                : Verdict.fail("program").curedBy("native-program");
    return verdict
        .about(Subject.of(binary.name()))
        .with("name", binary.name())
        .with("path", binary.path())
        .with("arch", arch)
        .with("seen", String.join(", ", binary.archs()))
        .seen(
            "seen",
            binary.archs().isEmpty() ? "a script" : String.join(", ", binary.archs()),
            binary.path());
  }
}
