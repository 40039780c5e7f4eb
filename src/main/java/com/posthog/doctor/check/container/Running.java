package com.posthog.doctor.check.container;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.check.docker.Images;
import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.ContainerFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.ImagesFacts;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges {@code container.running}: whether each service that starts without a profile, and each of
 * a profile that was started, has a container that runs, or has done its work.
 */
public final class Running implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    Needs needs = Member.needs(soFar);
    boolean known = needs.required().stream().allMatch(key -> soFar.find(key).isPresent());
    return known && Member.of(soFar).stream().anyMatch(Running::missing)
        ? needs.and(ImagesFacts.KEY)
        : needs;
  }

  private static boolean missing(Member member) {
    return member.container().isEmpty() && !member.service().oneShot();
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    List<Member> members = Member.of(facts);
    boolean anyRuns = members.stream().anyMatch(Member::running);
    if (!anyRuns && !members.isEmpty() && members.stream().allMatch(Running::stoppedInOrder)) {
      return List.of(allStopped(members, facts));
    }
    List<Verdict> verdicts = new ArrayList<>();
    for (Member member : members) {
      Verdict verdict =
          missing(member) && withoutImage(member, facts)
              ? Verdict.fail("no-image").curedBy("start-service")
              : judge(member, members);
      verdicts.add(member.about(verdict.with("image", member.service().image()), facts));
    }
    return verdicts.isEmpty() ? List.of(Verdict.pass("none")) : verdicts;
  }

  /** Whether the engine has no image to make a container of, and nothing here builds it. */
  private static boolean withoutImage(Member member, Facts facts) {
    String image = member.service().image();
    Optional<ImagesFacts> images = facts.find(ImagesFacts.KEY);
    return images.isPresent()
        && !image.isEmpty()
        && !image.contains("@")
        && !member.service().built()
        && images.get().images().stream()
            .flatMap(one -> one.tags().stream())
            .noneMatch(tag -> Images.whole(tag).equals(Images.whole(image)));
  }

  private static Verdict judge(Member member, List<Member> all) {
    boolean oneShot = member.service().oneShot();
    return switch (member.state()) {
      case "running" -> Verdict.pass("runs");
      case "missing" ->
          (oneShot ? Verdict.fail("missing").at(Severity.ADVICE) : Verdict.fail("missing"))
              .curedBy("start-service");
      case "created" -> created(member, all);
      case "paused" -> Verdict.fail("paused").curedBy("unpause");
      case "restarting" -> Verdict.fail("restarting").curedBy("read-log");
      case "exited" -> exited(member, oneShot);
      default -> Verdict.fail("dead").with("state", member.state()).curedBy("start-service");
    };
  }

  private static Verdict created(Member member, List<Member> all) {
    String error = member.detail().map(ContainerFacts::error).orElse("");
    if (!error.isEmpty()) {
      return Verdict.fail("not-started").with("error", error).curedBy("start-container");
    }
    Optional<Member> awaited =
        all.stream()
            .filter(one -> member.service().dependsOn().contains(one.service().name()))
            .filter(one -> !Healthy.good(one))
            .findFirst();
    if (awaited.isPresent()) {
      return Verdict.skipped("waits").with("awaited", awaited.get().service().name());
    }
    return Verdict.fail("never-started").curedBy("start-container");
  }

  private static Verdict exited(Member member, boolean oneShot) {
    int code = member.exitCode();
    if (oneShot && code == 0) {
      return Verdict.pass("done");
    }
    if (!oneShot && asked(code)) {
      return Verdict.fail("stopped").curedBy("start-container");
    }
    String said = member.lastLine();
    String message = oneShot ? "failed" : "exited";
    return member.withLog(
        Verdict.fail(said.isEmpty() ? message + "-silent" : message)
            .with("said", said)
            .curedBy("read-log", "start-container"));
  }

  /** Whether a program ends with this code when it is asked to end. */
  private static boolean asked(int code) {
    return code == 0 || code == 130 || code == 137 || code == 143;
  }

  private static boolean stoppedInOrder(Member member) {
    boolean memory = member.detail().map(ContainerFacts::oomKilled).orElse(false);
    return switch (member.state()) {
      case "exited" -> member.service().oneShot() || asked(member.exitCode()) && !memory;
      default -> member.service().oneShot();
    };
  }

  /** Stopped all together is one fault: without a subject it explains whatever else is missing. */
  private static Verdict allStopped(List<Member> members, Facts facts) {
    ComposeFacts compose = facts.get(ComposeFacts.KEY);
    boolean layered = facts.get(CheckoutFacts.KEY).isLayered();
    Verdict verdict =
        Verdict.fail("all-stopped")
            .with("project", compose.project())
            .with("count", members.size())
            .curedBy(layered ? "start-stack" : "start-handbook-stack");
    for (Member member : members) {
      String status = member.container().map(one -> one.status()).orElse("no container");
      verdict = verdict.seen(member.service().name(), status, "docker ps -a");
    }
    return verdict;
  }
}
