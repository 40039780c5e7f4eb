package com.posthog.doctor.fix;

import com.posthog.doctor.fix.Applier.Outcome;
import com.posthog.doctor.fix.Applier.Result;
import com.posthog.doctor.host.Command;
import com.posthog.doctor.host.Hands;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.host.Ran;
import com.posthog.doctor.host.Unstarted;
import com.posthog.doctor.model.Content;
import com.posthog.doctor.model.Remedy;
import com.posthog.doctor.model.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs the program of a step, and keeps what is needed to put back the files that it changes. */
final class RunWork {
  private static final int LARGEST = 4 << 20;

  private final Host host;
  private final Hands hands;
  private final Journal journal;
  private final Duration limit;

  RunWork(Host host, Hands hands, Journal journal, Duration limit) {
    this.host = host;
    this.hands = hands;
    this.journal = journal;
    this.limit = limit;
  }

  /** Runs it, and looks what has become of the files that it is said to change. */
  Result run(Remedy remedy, Step.Run run, Preparation here, Consumer<String> output)
      throws IOException {
    Map<Integer, Touched> touched = new LinkedHashMap<>();
    for (String name : run.touches()) {
      Path file = here.located(name);
      Content before = host.state(file).isFile() ? Content.of(host.read(file, LARGEST)) : null;
      touched.put(
          journal.begin(remedy.id(), run.describe(), file, before),
          new Touched(file, Applier.digest(before)));
    }
    int act = touched.isEmpty() ? journal.begin(remedy.id(), run, here.folder()) : 0;
    Ran ran;
    try {
      ran =
          hands.run(
              new Command(
                  found(host, run.argv()), here.folder(), environment(host), limit, output));
    } catch (Unstarted unstarted) {
      if (act > 0) {
        journal.failed(act);
      }
      throw unstarted;
    } finally {
      for (Map.Entry<Integer, Touched> one : touched.entrySet()) {
        judge(one.getKey(), one.getValue());
      }
    }
    if (act > 0) {
      journal.done(act);
    }
    if (ran.succeeded()) {
      return Result.of(Outcome.APPLIED, "");
    }
    String why =
        ran.code() < 0
            ? run.describe() + " took longer than " + limit.toSeconds() + " s and was ended"
            : run.describe() + " ended with exit status " + ran.code();
    return new Result(Outcome.FAILED, why, ran.last());
  }

  /** A file that a program may change, and what it was before. */
  private record Touched(Path file, String before) {}

  /** Writes down what a program has made of a file, or that it has left it alone. */
  private void judge(int act, Touched touched) throws IOException {
    String now = Look.at(host, touched.file());
    if (now.equals(touched.before())) {
      journal.failed(act);
    } else {
      journal.done(act, now);
    }
  }

  /** The arguments with the path of the program, as it is found now. */
  static List<String> found(Host host, List<String> argv) {
    List<String> found = new ArrayList<>(argv);
    if (argv.get(0).indexOf('/') < 0) {
      host.which(argv.get(0)).ifPresent(program -> found.set(0, program.toString()));
    }
    return found;
  }

  /** The environment of the user, told that nobody can answer questions. */
  static Map<String, String> environment(Host host) {
    Map<String, String> environment = new HashMap<>(host.environment());
    environment.put("GIT_TERMINAL_PROMPT", "0");
    environment.putIfAbsent("DEBIAN_FRONTEND", "noninteractive");
    return environment;
  }
}
