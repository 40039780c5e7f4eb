package com.posthog.doctor.fix;

import com.posthog.doctor.facts.ContainersFacts;
import com.posthog.doctor.facts.ContainersFacts.Container;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Hands;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.host.Reach;
import com.posthog.doctor.model.Prospect;
import com.posthog.doctor.model.ServiceStep.WaitFor;
import com.posthog.doctor.model.Span;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Waits until what was started is there, so that it is not judged too early. */
final class Waiting implements Work<WaitFor> {
  private static final Duration LOOK = Duration.ofSeconds(3);
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private final Host host;
  private final Sight sight;
  private final Pause pause;

  /** Lets time pass. */
  @FunctionalInterface
  interface Pause {
    /** Returns after this time. */
    void of(Duration time) throws InterruptedException;
  }

  Waiting(Host host, Sight sight) {
    this(host, sight, time -> Thread.sleep(time.toMillis()));
  }

  Waiting(Host host, Sight sight, Pause pause) {
    this.host = host;
    this.sight = sight;
    this.pause = pause;
  }

  @Override
  public Job look(WaitFor step) throws Refused, IOException {
    if (step.what().equals("port")) {
      port(step);
    }
    Prospect.Effect effect =
        lacking(step, sight).isEmpty() ? Prospect.Effect.NOTHING : Prospect.Effect.RUNS;
    String note = effect == Prospect.Effect.NOTHING ? "it is so already" : "";
    return new Job(Prospect.of(step, effect, note), Map.of());
  }

  private static int port(WaitFor step) throws Refused {
    if (!step.name().matches("[0-9]{1,5}") || Integer.parseInt(step.name()) > 65535) {
      throw new Refused("`" + step.name() + "` is no port");
    }
    return Integer.parseInt(step.name());
  }

  /** What is still missing, as a clause; empty when nothing is. */
  private Optional<String> lacking(WaitFor step, Sight now) throws Refused, IOException {
    return switch (step.what()) {
      case "container" -> container(step.name(), now);
      case "port" -> {
        Reach reach = host.knock("127.0.0.1", port(step), Deadline.in(LOOK));
        yield reach == Reach.OPEN ? Optional.empty() : Optional.of("nothing answers there");
      }
      default -> now.trouble(step.name());
    };
  }

  private static Optional<String> container(String name, Sight now) throws Refused, IOException {
    Container one =
        now.see(ContainersFacts.KEY).containers().stream()
            .filter(container -> container.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new Refused("there is no container " + name));
    boolean up = one.running() && (one.health().isEmpty() || one.health().equals("healthy"));
    return up ? Optional.empty() : Optional.of("it is " + state(one));
  }

  private static String state(Container one) {
    return one.running() ? one.health() : one.state();
  }

  @Override
  public boolean perform(
      WaitFor step, Map<String, String> about, Hands hands, Consumer<String> output)
      throws Refused, IOException {
    Duration within = Span.parse(step.within()).orElse(LONGEST);
    Deadline end = Deadline.in(within);
    Duration next = SHORTEST;
    while (true) {
      Optional<String> lacking = lacking(step, sight.anew());
      if (lacking.isEmpty()) {
        return false;
      }
      if (end.remaining().compareTo(next) < 0) {
        throw new Refused("not so after " + Span.text(within) + ": " + lacking.get());
      }
      output.accept("waiting until " + step.goal() + ": " + lacking.get());
      rest(next);
      next = next.multipliedBy(2).compareTo(LONGEST) < 0 ? next.multipliedBy(2) : LONGEST;
    }
  }

  private void rest(Duration time) throws Refused {
    try {
      pause.of(time);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Refused("it was interrupted");
    }
  }

  @Override
  public Undo.Reversal reversal(Act act) {
    return new Undo.Reversal(act, Undo.Way.NOTHING, "waiting has changed nothing", "");
  }

  @Override
  public void undo(Act act, Hands hands) {
    // there is nothing to take back
  }
}
