package com.posthog.doctor.check.container;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.ContainerFacts;
import com.posthog.doctor.facts.DockerFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.model.ByteSize;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges {@code container.not-killed}: whether a container was ended by force, for want of memory,
 * by a crash of its program, or is started again and again.
 */
public final class NotKilled implements Rule {
  private static final int OFTEN = 2;
  private static final int KILLED = 137;

  @Override
  public Needs needs(Facts soFar) {
    return Member.needs(soFar).and(DockerFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    List<Member> members = Member.of(facts);
    boolean anyRuns = members.stream().anyMatch(Member::running);
    List<Verdict> verdicts = new ArrayList<>();
    for (Member member : members) {
      if (member.container().isPresent()) {
        Optional<Verdict> bad = bad(member, anyRuns, facts);
        verdicts.add(member.about(bad.map(member::withLog).orElse(Verdict.pass("alive")), facts));
      }
    }
    return verdicts.isEmpty() ? List.of(Verdict.pass("none")) : verdicts;
  }

  /** How it was ended by force; empty when it was not. */
  static Optional<Verdict> bad(Member member, boolean anyRuns, Facts facts) {
    boolean looping = looping(member);
    boolean ended = member.state().equals("exited") || member.state().equals("dead");
    if (!looping && !ended) {
      return Optional.empty();
    }
    if (member.detail().map(ContainerFacts::oomKilled).orElse(false)) {
      return Optional.of(memory(member, facts));
    }
    int code = member.exitCode();
    // stopped all together: one that was not quick enough to stop has this code too
    if (code == KILLED && (looping || anyRuns)) {
      return Optional.of(
          withEngine(Verdict.fail("killed"), facts).curedBy(again(member), "more-memory"));
    }
    Optional<Verdict> crashed =
        switch (code) {
          case 132 -> Optional.of(Verdict.fail("illegal-instruction").curedBy("older-image"));
          case 139 -> Optional.of(Verdict.fail("segfault").curedBy("native-image"));
          case 134, 135, 136 -> Optional.of(Verdict.fail("crashed").curedBy(again(member)));
          default -> Optional.empty();
        };
    return crashed.or(() -> looping ? Optional.of(loop(member)) : Optional.empty());
  }

  /** One that has ended is started; one that the engine starts all the time begins anew. */
  private static String again(Member member) {
    return looping(member) ? "restart-killed" : "start-killed";
  }

  /** Whether the engine starts it again and again. */
  private static boolean looping(Member member) {
    if (member.state().equals("restarting")) {
      return true;
    }
    // between two attempts it runs for a moment; only a young container is looked at closely
    return member.running()
        && member.detail().map(one -> one.restartCount() >= OFTEN).orElse(false);
  }

  private static Verdict loop(Member member) {
    int count = member.detail().map(ContainerFacts::restartCount).orElse(0);
    String said = member.lastLine();
    return Verdict.fail(said.isEmpty() ? "looping-silent" : "looping")
        .with("count", count == 1 ? "once" : count + " times")
        .with("said", said)
        .curedBy("read-log");
  }

  private static Verdict memory(Member member, Facts facts) {
    long limit = member.detail().map(ContainerFacts::memoryBytes).orElse(0L);
    if (limit == 0) {
      return withEngine(Verdict.fail("out-of-memory"), facts).curedBy(again(member), "more-memory");
    }
    String text = new ByteSize(limit).toString();
    return withEngine(Verdict.fail("over-limit").with("limit", text), facts)
        .seen("limit", text, "docker inspect " + member.container().orElseThrow().name())
        .curedBy(again(member), "more-memory");
  }

  private static Verdict withEngine(Verdict verdict, Facts facts) {
    long memory = facts.find(DockerFacts.KEY).map(DockerFacts::memoryBytes).orElse(0L);
    return memory == 0
        ? verdict
        : verdict.seen("engine", new ByteSize(memory) + " for all containers", "docker info");
  }
}
