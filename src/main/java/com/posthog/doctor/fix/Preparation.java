package com.posthog.doctor.fix;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.host.Running;
import com.posthog.doctor.model.Prospect;
import com.posthog.doctor.model.Prospect.Effect;
import com.posthog.doctor.model.Remedy;
import com.posthog.doctor.model.ServiceStep;
import com.posthog.doctor.model.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Works out what steps would do, without doing it. What earlier remedies of the same plan would
 * leave behind is taken into account, so that two settings of one file give two diffs that follow
 * each other.
 */
public final class Preparation {
  private final Host host;
  private final Place place;
  private final boolean trusted;
  private final Works works;
  private final Drafts drafts;
  private final FileWork files;

  /**
   * A preparation on a machine.
   *
   * @param tracked whether git tracks a file of the checkout; empty when that could not be told
   */
  public Preparation(
      Host host, Optional<CheckoutFacts> checkout, Function<String, Optional<Boolean>> tracked) {
    this(host, checkout, tracked, Sight.NONE);
  }

  /** The same, with what steps on containers and servers want to see. */
  public Preparation(
      Host host,
      Optional<CheckoutFacts> checkout,
      Function<String, Optional<Boolean>> tracked,
      Sight sight) {
    this.host = host;
    this.works = new Works(host, sight);
    this.place =
        new Place(
            host,
            checkout.map(one -> Path.of(one.path())),
            checkout.map(CheckoutFacts::gitFolder).filter(git -> !git.isEmpty()).map(Path::of));
    this.trusted = checkout.map(CheckoutFacts::ownedByUser).orElse(true);
    this.drafts = new Drafts(host, place);
    this.files = new FileWork(host, place, drafts, tracked);
  }

  /** What does the steps on containers and servers. */
  Works works() {
    return works;
  }

  /** The folder that programs are run in. */
  public Path folder() {
    return place.folder();
  }

  /** The file that a step names, links followed, whether it is there or not. */
  Path located(String file) throws IOException {
    try {
      return place.real(place.named(file, false));
    } catch (Refused refused) {
      throw new IOException(file + ": " + refused.sentence(), refused);
    }
  }

  /** What each step of a remedy would do, one behind the other. */
  public List<Prospect> prepare(Remedy remedy) {
    Map<Path, Drafts.Draft> kept = drafts.kept();
    List<Prospect> prospects = new ArrayList<>();
    boolean ran = false;
    for (Step step : remedy.steps()) {
      Prospect prospect = ran && !(step instanceof Step.Tell) ? later(step) : prepare(step);
      prospects.add(prospect);
      drafts.imagine(prospect);
      ran |= prospect.effect() == Effect.RUNS;
    }
    drafts.goBack(kept);
    return prospects;
  }

  /** Takes what these steps do as done, for what is prepared after them. */
  public void accept(List<Prospect> prospects) {
    prospects.forEach(drafts::imagine);
  }

  /** What one step would do now. */
  public Prospect prepare(Step step) {
    try {
      return prospect(step);
    } catch (Refused refused) {
      return Prospect.of(step, Effect.REFUSED, refused.sentence());
    } catch (IOException unreadable) {
      return Prospect.of(step, Effect.REFUSED, Trouble.sentence(unreadable));
    }
  }

  private Prospect prospect(Step step) throws Refused, IOException {
    if (step instanceof ServiceStep service) {
      return works.look(service).prospect();
    }
    return switch (step.kind()) {
      case "run" -> run((Step.Run) step);
      case "stop-process" -> Targets.prospect(host, (Step.StopProcess) step);
      default -> files.prospect(step);
    };
  }

  private static Prospect later(Step step) {
    return Prospect.of(step, Effect.LATER, "");
  }

  private Prospect run(Step.Run run) throws Refused {
    String program = run.argv().get(0);
    if (!trusted && !run.privileged()) {
      throw new Refused("the checkout belongs to another user, whose code it could run");
    }
    boolean found =
        program.indexOf('/') >= 0
            ? host.state(place.folder().resolve(program)).executable()
            : host.which(program).isPresent();
    if (!found && !run.privileged()) {
      throw new Refused(program + " is not there, or cannot be run");
    }
    for (String touched : run.touches()) {
      drafts.real(place.named(touched, false));
    }
    return Prospect.of(run, Effect.RUNS, "");
  }

  /** The processes that a step is about now. */
  List<Running> running(Step.StopProcess step) throws IOException {
    try {
      return Targets.of(host, step);
    } catch (Refused refused) {
      throw new IOException(refused.sentence(), refused);
    }
  }
}
