package com.posthog.doctor.fix;

import com.posthog.doctor.fix.Applier.Outcome;
import com.posthog.doctor.fix.Applier.Result;
import com.posthog.doctor.host.Command;
import com.posthog.doctor.host.Hands;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.host.Ran;
import com.posthog.doctor.host.Unstarted;
import com.posthog.doctor.model.Change;
import com.posthog.doctor.model.Content;
import com.posthog.doctor.model.Plan;
import com.posthog.doctor.model.Prospect;
import com.posthog.doctor.model.Prospect.Effect;
import com.posthog.doctor.model.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Does what needs the rights of the administrator: one script in the folder of the run, which
 * {@code sudo} starts once, or which is started directly by the administrator.
 */
final class Elevation {
  private static final int LARGEST = 4 << 20;
  private static final Duration UNDO_LIMIT = Duration.ofMinutes(5);

  private final Host host;
  private final Hands hands;
  private final Journal journal;

  /** A step of the script, and the number of its act in the journal. */
  private record Part(Plan.Item item, Prospect prospect, int act) {}

  Elevation(Host host, Hands hands, Journal journal) {
    this.host = host;
    this.hands = hands;
    this.journal = journal;
  }

  /** What came of the steps of each remedy that need the rights. */
  List<Result> apply(
      List<Plan.Item> items,
      Preparation here,
      Map<String, String> environment,
      Duration limit,
      Consumer<String> output) {
    Map<Integer, Result> results = new TreeMap<>();
    List<Plan.Item> fit = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      Optional<Result> stale = stale(items.get(i), here);
      if (stale.isPresent()) {
        results.put(i, stale.get());
      } else {
        fit.add(items.get(i));
      }
    }
    Map<Plan.Item, Result> done = new HashMap<>();
    if (!fit.isEmpty()) {
      try {
        done.putAll(run(fit, here.folder(), environment, limit, output));
      } catch (IOException trouble) {
        fit.forEach(one -> done.put(one, Result.of(Outcome.FAILED, Trouble.sentence(trouble))));
      }
    }
    for (int i = 0; i < items.size(); i++) {
      Result result = done.get(items.get(i));
      results.putIfAbsent(i, result == null ? Result.of(Outcome.STALE, "") : result);
    }
    return List.copyOf(results.values());
  }

  private static Optional<Result> stale(Plan.Item item, Preparation here) {
    List<Prospect> now = here.prepare(item.remedy());
    for (int i = 0; i < now.size(); i++) {
      Prospect planned = item.steps().get(i);
      if (planned.step().privileged()) {
        Optional<Result> stale = Applier.stale(planned, now.get(i));
        if (stale.isPresent()) {
          return stale;
        }
      }
    }
    here.accept(now);
    return Optional.empty();
  }

  private Map<Plan.Item, Result> run(
      List<Plan.Item> items,
      Path folder,
      Map<String, String> environment,
      Duration limit,
      Consumer<String> output)
      throws IOException {
    List<Part> parts = new ArrayList<>();
    for (Plan.Item item : items) {
      for (Prospect prospect : item.steps()) {
        if (prospect.step().privileged() && prospect.effect() != Effect.NOTHING) {
          parts.add(new Part(item, prospect, begin(item, prospect, folder)));
        }
      }
    }
    Path script = journal.file("privileged-" + parts.get(0).act() + ".sh");
    hands.write(script, Script.ready(items).getBytes(StandardCharsets.UTF_8), 0600);
    Set<String> marks = new HashSet<>();
    Consumer<String> lines =
        line -> {
          if (line.startsWith(Script.MARK)) {
            marks.add(line.substring(Script.MARK.length()));
          } else {
            output.accept(line);
          }
        };
    Ran ran;
    try {
      ran = hands.run(new Command(argv(host, script), folder, environment, limit, lines));
    } catch (Unstarted unstarted) {
      for (Part part : parts) {
        journal.failed(part.act());
      }
      throw unstarted;
    }
    return judged(items, parts, ran, marks, script);
  }

  private int begin(Plan.Item item, Prospect prospect, Path folder) throws IOException {
    Change change = prospect.change();
    String remedy = item.remedy().id();
    if (change != null) {
      return journal.begin(remedy, prospect.step().describe(), change);
    }
    return prospect.step() instanceof Step.Run run
        ? journal.begin(remedy, run, folder)
        : journal.begin(remedy, prospect.step().describe());
  }

  /** Writes down what is done, and what was not begun; the first that was not done is in doubt. */
  private Map<Plan.Item, Result> judged(
      List<Plan.Item> items, List<Part> parts, Ran ran, Set<String> marks, Path script)
      throws IOException {
    Map<Plan.Item, Result> results = new HashMap<>();
    items.forEach(item -> results.put(item, Result.of(Outcome.APPLIED, "")));
    boolean reached = true;
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      if (marks.contains(Integer.toString(i + 1))) {
        journal.done(part.act());
        continue;
      }
      boolean changed = reached && isChanged(part.prospect().change());
      if (changed) {
        journal.done(part.act());
      } else {
        journal.failed(part.act());
      }
      String how =
          ran.code() < 0 ? "took too long and was ended" : "ended with exit status " + ran.code();
      Result result =
          reached
              ? new Result(Outcome.FAILED, command(host, script) + " " + how, ran.last())
              : Result.of(Outcome.STALE, "what comes before it in the script went wrong");
      results.merge(part.item(), result, (old, one) -> old.outcome() == Outcome.FAILED ? old : one);
      reached = false;
    }
    return results;
  }

  /** Whether something may have come of a step that did not say so; a program may have done it. */
  private boolean isChanged(@Nullable Change change) {
    if (change instanceof Change.Rewrite rewrite) {
      String before = rewrite.before() == null ? Look.NONE : rewrite.before().digest();
      return !Look.at(host, rewrite.file()).equals(before);
    }
    return true;
  }

  /** Puts a file of the system back as it was before an act. */
  static void restore(Host host, Hands hands, Path folder, Act act, @Nullable Content before)
      throws IOException {
    Content now = Content.of(host.read(act.file(), LARGEST));
    String title = "put back " + act.file();
    String text =
        before == null
            ? Script.removal(title, act.file())
            : Script.of(title, new Change.Rewrite(act.file(), now, before, -1));
    Path script = folder.resolve("undo-" + act.number() + ".sh");
    hands.write(script, text.getBytes(StandardCharsets.UTF_8), 0600);
    Ran ran =
        hands.run(
            new Command(
                argv(host, script), host.folder(), host.environment(), UNDO_LIMIT, line -> {}));
    if (!ran.succeeded() || !Look.at(host, act.file()).equals(act.before())) {
      throw new IOException(
          command(host, script) + " did not do it: " + String.join("; ", ran.last()));
    }
  }

  static String command(Host host, Path script) {
    return String.join(" ", host.uid() == 0 ? "sh" : "sudo sh", script.toString());
  }

  /** The arguments that start a script with the rights of the administrator. */
  static List<String> argv(Host host, Path script) {
    List<String> argv = new ArrayList<>(List.of("sh", script.toString()));
    if (host.uid() != 0) {
      argv.add(0, "sudo");
    }
    host.which(argv.get(0)).ifPresent(program -> argv.set(0, program.toString()));
    return argv;
  }
}
