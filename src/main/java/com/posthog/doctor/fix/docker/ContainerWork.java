package com.posthog.doctor.fix.docker;

import com.posthog.doctor.facts.ContainersFacts;
import com.posthog.doctor.facts.ContainersFacts.Container;
import com.posthog.doctor.facts.DockerFacts;
import com.posthog.doctor.fix.Act;
import com.posthog.doctor.fix.Refused;
import com.posthog.doctor.fix.Sight;
import com.posthog.doctor.fix.Undo.Reversal;
import com.posthog.doctor.fix.Undo.Way;
import com.posthog.doctor.fix.Work;
import com.posthog.doctor.host.Hands;
import com.posthog.doctor.model.Prospect;
import com.posthog.doctor.model.Prospect.Effect;
import com.posthog.doctor.model.ServiceStep.Deed;
import com.posthog.doctor.model.ServiceStep.OnContainer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Starts, stops and restarts a container, or lets it go on. It is known by its id and by its state:
 * one that was made anew, or has moved on since, is left alone.
 */
public final class ContainerWork implements Work<OnContainer> {
  private static final int SHORT_ID = 12;

  private final Sight sight;

  /** Work in the engine that is seen there. */
  public ContainerWork(Sight sight) {
    this.sight = sight;
  }

  @Override
  public Job look(OnContainer step) throws Refused, IOException {
    Container one =
        sight.see(ContainersFacts.KEY).containers().stream()
            .filter(container -> container.name().equals(step.container()))
            .findFirst()
            .orElseThrow(() -> new Refused("there is no container " + step.container()));
    String state = one.state();
    if (idle(step.deed(), state)) {
      return new Job(Prospect.of(step, Effect.NOTHING, "it is " + state + " already"), Map.of());
    }
    boolean unfit =
        step.deed() == Deed.UNPAUSE ? !state.equals("paused") : cannotStart(step.deed(), state);
    if (unfit) {
      throw new Refused("the container is " + state);
    }
    String code = one.exitCode() >= 0 ? " (" + one.exitCode() + ")" : "";
    String note = "it is " + state + code + "; its id is " + shortened(one.id());
    Map<String, String> about = new LinkedHashMap<>();
    about.put("engine", sight.see(DockerFacts.KEY).endpoint());
    about.put("container", one.name());
    about.put("id", one.id());
    about.put("state", state);
    return new Job(Prospect.of(step, Effect.RUNS, note), about);
  }

  private static boolean idle(Deed deed, String state) {
    return switch (deed) {
      case START, UNPAUSE -> state.equals("running");
      case STOP -> state.equals("exited") || state.equals("created") || state.equals("dead");
      case RESTART, PAUSE -> false;
    };
  }

  private static boolean cannotStart(Deed deed, String state) {
    return deed == Deed.START && !state.equals("exited") && !state.equals("created");
  }

  private static String shortened(String id) {
    return id.length() <= SHORT_ID ? id : id.substring(0, SHORT_ID);
  }

  @Override
  public boolean perform(
      OnContainer step, Map<String, String> about, Hands hands, Consumer<String> output)
      throws Refused, IOException {
    String id = about.getOrDefault("id", "");
    ContainerEngine engine = new ContainerEngine(hands, about.getOrDefault("engine", ""));
    String state = engine.state(id);
    if (!state.equals(about.get("state"))) {
      throw new Refused("the container is " + state + " now");
    }
    engine.perform(step.deed(), id);
    return true;
  }

  @Override
  public Reversal reversal(Act act) {
    Optional<Container> now;
    try {
      now =
          sight.see(ContainersFacts.KEY).containers().stream()
              .filter(container -> container.id().equals(act.about().get("id")))
              .findFirst();
    } catch (IOException unseen) {
      return new Reversal(act, Way.CANNOT, String.valueOf(unseen.getMessage()), "");
    }
    if (act.kind().equals("restart-container")) {
      return new Reversal(act, Way.CANNOT, "a restart is over when it is done", "");
    }
    if (now.isEmpty()) {
      return new Reversal(act, Way.CANNOT, "the container is gone", "");
    }
    String state = now.get().state();
    boolean runs = state.equals("running");
    boolean stopped = act.kind().equals("stop-container");
    if (stopped ? runs : state.equals(act.about().get("state"))) {
      return new Reversal(act, Way.NOTHING, "it is as it was", "");
    }
    if (stopped ? state.equals("exited") : runs) {
      return new Reversal(act, Way.RESTORES, "docker " + back(act).word() + " " + name(act), "");
    }
    return new Reversal(act, Way.CANNOT, "the container is " + state + " now", "");
  }

  private static String name(Act act) {
    return act.about().getOrDefault("container", "");
  }

  private static Deed back(Act act) {
    return switch (act.kind()) {
      case "stop-container" -> Deed.START;
      case "unpause-container" -> Deed.PAUSE;
      default -> Deed.STOP;
    };
  }

  @Override
  public void undo(Act act, Hands hands) throws IOException {
    try {
      new ContainerEngine(hands, act.about().getOrDefault("engine", ""))
          .perform(back(act), act.about().getOrDefault("id", ""));
    } catch (Refused refused) {
      throw new IOException(refused.sentence(), refused);
    }
  }
}
