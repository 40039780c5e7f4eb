package com.posthog.doctor.fix;

import com.posthog.doctor.host.Hands;
import com.posthog.doctor.model.Prospect;
import com.posthog.doctor.model.ServiceStep;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;

/** How one kind of step on a container or a server is looked at, done and undone. */
public interface Work<S extends ServiceStep> {

  /**
   * A step as it would be done here.
   *
   * @param about what doing and undoing it have to know, without any secret; empty when the step
   *     changes nothing
   */
  record Job(Prospect prospect, Map<String, String> about) {
    public Job {
      about = Map.copyOf(about);
    }
  }

  /** What the step would do; no driver is loaded for that. */
  Job look(S step) throws Refused, IOException;

  /**
   * Does it.
   *
   * @return whether it has changed something
   * @throws Refused when it is certain that nothing was changed
   * @throws IOException when that is not certain
   */
  boolean perform(S step, Map<String, String> about, Hands hands, Consumer<String> output)
      throws Refused, IOException;

  /** How what was done can be undone, by what is there now. */
  Undo.Reversal reversal(Act act);

  /** Undoes it. */
  void undo(Act act, Hands hands) throws IOException;
}
