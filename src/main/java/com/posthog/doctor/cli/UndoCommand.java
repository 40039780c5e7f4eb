package com.posthog.doctor.cli;

import com.posthog.doctor.engine.Eyes;
import com.posthog.doctor.engine.Limits;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.fix.Recorded;
import com.posthog.doctor.fix.Runs;
import com.posthog.doctor.fix.Trouble;
import com.posthog.doctor.fix.Undo;
import com.posthog.doctor.fix.Undo.Reversal;
import com.posthog.doctor.fix.Undo.Way;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.model.Risk;
import com.posthog.doctor.probe.Probes;
import com.posthog.doctor.report.Visible;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code undo}: puts back what a run of {@code fix --apply} has changed. */
final class UndoCommand {
  private final House house;
  private final Options options;
  private final PrintStream out;

  UndoCommand(House house, ParseResult parsed) {
    this.house = house;
    this.options = new Options(parsed);
    this.out = house.streams().out();
  }

  static CommandSpec spec() {
    return Options.command("undo")
        .addOption(Options.mark("--list"))
        .addOption(Options.mark("--plan"))
        .addOption(Options.mark("--yes"))
        .addOption(Options.mark("--force"))
        .addOption(Options.texts("--allow"))
        .addPositional(CheckCommand.names());
  }

  int call() {
    options.word("--format", "text", List.of("text"));
    if (options.names().size() > 1) {
      throw new WrongUsage("`undo` takes one run (`posthog-doctor undo --list` lists them)");
    }
    Host host = house.machine();
    Caution.refuseForeignHome(host);
    Runs runs = Caution.runs(host);
    if (options.has("--list")) {
      return list(runs.all());
    }
    Optional<Recorded> run = wanted(runs);
    if (run.isEmpty()) {
      out.println("There is nothing to undo.");
      return ExitCode.OK;
    }
    if (!run.get().understood()) {
      say(
          "the run "
              + run.get().id()
              + " was kept by "
              + newer(run.get())
              + ", whose journal this one does not understand; undo it with that; nothing was put"
              + " back");
      return ExitCode.STALE;
    }
    if (options.has("--plan")) {
      show(run.get(), allowed(undoing(host, run.get())).plan());
      return ExitCode.OK;
    }
    return Caution.alone(
        house.streams(), runs, house.hands(), () -> undo(host, wanted(runs).orElse(run.get())));
  }

  private static Undo undoing(Host host, Recorded run) {
    return new Undo(
        host,
        run,
        checkout -> {
          Optional<Path> repo =
              checkout.isEmpty() ? Optional.empty() : Optional.of(Path.of(checkout));
          return new Eyes(
              new Probes(repo)::find,
              host,
              Limits.DEFAULT,
              check -> Optional.empty(),
              Facts.none());
        });
  }

  private Undo allowed(Undo undo) {
    for (String word : options.values("--allow")) {
      if (!word.equals(Risk.PRIVILEGED.word()) && !word.equals("all")) {
        throw new WrongUsage("--allow takes privileged here, not `" + word + "`");
      }
      undo.withRights();
    }
    return undo;
  }

  private int list(List<Recorded> all) {
    if (all.isEmpty()) {
      out.println("There are no runs.");
    }
    for (Recorded run : all) {
      String state =
          run.undone()
              ? "undone"
              : run.stopped() ? "stopped before its end" : run.finished() ? "done" : "at work";
      out.println(run.id() + "  " + state + (run.understood() ? "" : ", by " + newer(run)));
      run.acts().stream().map(act -> act.describe()).distinct().forEach(this::step);
    }
    return ExitCode.OK;
  }

  private static String newer(Recorded run) {
    return "posthog-doctor " + Visible.text(run.version());
  }

  private void step(String describe) {
    out.println("  " + Visible.text(describe));
  }

  private Optional<Recorded> wanted(Runs runs) {
    List<Recorded> all = runs.all();
    if (options.names().isEmpty()) {
      return all.stream().filter(Recorded::hasChanges).findFirst();
    }
    String id = options.names().get(0);
    Recorded run =
        all.stream()
            .filter(one -> one.id().equals(id))
            .findFirst()
            .orElseThrow(
                () ->
                    new WrongUsage(
                        "there is no run `" + id + "` (`posthog-doctor undo --list` lists them)"));
    return Optional.of(run).filter(Recorded::hasChanges);
  }

  private void show(Recorded run, List<Reversal> plan) {
    out.println("Of the run " + run.id() + ", the last step first:");
    for (Reversal one : plan) {
      String named = Visible.text(one.act().file().toString());
      String file = named.isEmpty() ? "what it did" : named;
      out.println();
      out.println(
          switch (one.way()) {
            case RESTORES -> "put back " + file;
            case NOTHING -> "nothing to do for " + file;
            case CHANGED -> "not put back without --force: " + file;
            case RIGHTS -> "not put back without --allow privileged: " + file;
            case FAILED -> "not put back: " + file;
            case CANNOT -> "cannot be undone: " + file;
          });
      out.println("  it was: " + Visible.text(one.act().describe()));
      if (one.act().undo().isThere()) {
        out.println("  undo: " + Visible.text(one.act().undo().describe()));
      }
      if (!one.note().isEmpty()) {
        out.println("  " + Visible.text(one.note()));
      }
      one.diff().lines().forEach(line -> out.println("    " + Visible.text(line)));
    }
    out.flush();
  }

  private int undo(Host host, Recorded run) {
    Undo undo = allowed(undoing(host, run));
    List<Reversal> plan = undo.plan();
    boolean force = options.has("--force");
    show(run, plan);
    out.println();
    boolean blocked = !force && plan.stream().anyMatch(one -> one.way() == Way.CHANGED);
    if (blocked) {
      say("nothing was put back: something was changed since; --force puts it back all the same");
      return ExitCode.STALE;
    }
    if (!options.has("--yes") && !agreed()) {
      return ExitCode.OK;
    }
    try {
      List<Reversal> refused = undo.apply(house.hands(), force);
      told(plan, refused);
      refused.stream()
          .filter(one -> one.way() == Way.FAILED)
          .map(one -> Visible.text(one.act().describe()) + ": " + Visible.text(one.note()))
          .forEach(failure -> say("not put back: " + failure));
      boolean rights = refused.stream().anyMatch(one -> one.way() == Way.RIGHTS);
      boolean failed =
          refused.stream().anyMatch(one -> one.way() != Way.CANNOT && one.way() != Way.RIGHTS);
      return failed ? ExitCode.STILL_FAILING : rights ? ExitCode.NO_RIGHTS : ExitCode.OK;
    } catch (IOException trouble) {
      say("not everything was put back: " + Trouble.sentence(trouble) + "; run it again");
      return ExitCode.STILL_FAILING;
    }
  }

  private void told(List<Reversal> plan, List<Reversal> refused) {
    long idle = plan.stream().filter(one -> one.way() == Way.NOTHING).count();
    long done = plan.size() - idle - refused.size();
    out.println(
        done == 0 && refused.isEmpty()
            ? "All is as it was before; nothing had to be put back."
            : done
                + (done == 1 ? " step" : " steps")
                + " put back"
                + (refused.isEmpty() ? "." : ", " + refused.size() + " not."));
    out.flush();
  }

  private boolean agreed() {
    Terminal terminal = house.terminal(options.color());
    if (!terminal.isTerminal(Terminal.Stream.IN) || !terminal.isTerminal(Terminal.Stream.ERR)) {
      throw new WrongUsage(
          "nothing was put back: nobody can be asked here; --yes says that it is to be done");
    }
    out.flush();
    boolean agreed = Bedside.Questioner.of(house.streams()).agrees("Put this back?");
    if (!agreed) {
      out.println("Nothing was put back.");
    }
    return agreed;
  }

  private void say(String sentence) {
    out.flush();
    house.streams().err().println("posthog-doctor: " + sentence);
    house.streams().err().flush();
  }
}
