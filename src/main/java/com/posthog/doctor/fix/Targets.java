package com.posthog.doctor.fix;

import com.posthog.doctor.facts.Setting;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.host.Running;
import com.posthog.doctor.model.Prospect;
import com.posthog.doctor.model.Prospect.Effect;
import com.posthog.doctor.model.Step;
import java.util.ArrayList;
import java.util.List;

/** The processes that a step is to end, as they are now. */
final class Targets {
  private static final int MOST_LETTERS = 200;

  private Targets() {}

  /** What ending them would do: each with its start and its command, so that no other is meant. */
  static Prospect prospect(Host host, Step.StopProcess step) throws Refused {
    List<Running> targets = of(host, step);
    if (targets.isEmpty()) {
      return Prospect.of(step, Effect.NOTHING, "no such process is there any more");
    }
    List<String> words = new ArrayList<>();
    for (Running target : targets) {
      words.add(
          target.pid()
              + ", since "
              + target.started()
              + ": "
              + Setting.withoutPasswords(shortened(target.command())));
    }
    return Prospect.of(step, Effect.RUNS, String.join("\n", words));
  }

  /** The processes that a step names and that are still there, in its order. */
  static List<Running> of(Host host, Step.StopProcess step) throws Refused {
    List<Running> targets = new ArrayList<>();
    for (String word : step.pids().strip().split("[ ,]+", -1)) {
      if (!word.matches("[1-9][0-9]{0,9}")) {
        throw new Refused("`" + word + "` is no number of a process");
      }
      long pid = Long.parseLong(word);
      if (pid == 1 || pid == ProcessHandle.current().pid()) {
        throw new Refused("the process " + pid + " is not to be ended");
      }
      host.process(pid).ifPresent(targets::add);
    }
    return targets;
  }

  private static String shortened(String command) {
    String line = command.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= MOST_LETTERS ? line : line.substring(0, MOST_LETTERS) + "…";
  }
}
