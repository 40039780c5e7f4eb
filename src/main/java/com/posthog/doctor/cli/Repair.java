package com.posthog.doctor.cli;

import com.posthog.doctor.engine.Listener;
import com.posthog.doctor.engine.Treatment;
import com.posthog.doctor.fix.Applier;
import com.posthog.doctor.fix.Journal;
import com.posthog.doctor.fix.Runs;
import com.posthog.doctor.fix.Trouble;
import com.posthog.doctor.model.Finding;
import com.posthog.doctor.model.Plan;
import com.posthog.doctor.model.Risk;
import com.posthog.doctor.report.Look;
import com.posthog.doctor.report.PlanJson;
import com.posthog.doctor.report.PlanText;
import com.posthog.doctor.report.RepairJson;
import com.posthog.doctor.report.RepairText;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** {@code fix --apply}: does what the plan says, and looks again. */
final class Repair {
  private static final Duration STEP_LIMIT = Duration.ofMinutes(30);
  private static final int LARGEST_PLAN = 16 << 20;

  private final House house;
  private final Options options;
  private final Runs runs;
  private final Look look;

  Repair(House house, Options options, Runs runs) {
    this.house = house;
    this.options = options;
    this.runs = runs;
    this.look = house.terminal(options.color()).look(options.detail());
  }

  /** Examines, plans, asks and treats; gives the exit code. */
  int run(Function<Optional<PlanJson.Kept>, FixCommand.Prepared> examination) {
    Duration limit = options.span("--step-limit").orElse(STEP_LIMIT);
    Bedside.Consent consent = consent();
    Optional<Path> file = options.path("--plan").map(house::path);
    Optional<PlanJson.Kept> kept = file.flatMap(Repair::kept);
    if (file.isPresent() && kept.isEmpty()) {
      say(file.get() + " is not a whole plan of `fix --plan-out`; nothing was changed");
      return ExitCode.STALE;
    }
    FixCommand.Prepared prepared = examination.apply(kept);
    Plan plan = prepared.plan();
    Optional<String> stale = kept.flatMap(one -> stale(one, prepared));
    if (stale.isPresent()) {
      say(stale.get() + "; nothing was changed");
      return ExitCode.STALE;
    }
    boolean asks = consent != Bedside.Consent.GIVEN;
    boolean terminal =
        house.terminal(options.color()).isTerminal(Terminal.Stream.IN)
            && house.terminal(options.color()).isTerminal(Terminal.Stream.ERR);
    if (asks && !terminal && !plan.ready().isEmpty()) {
      house.streams().out().print(new PlanText(look).dryRun(plan, prepared.outside()));
      house.streams().out().flush();
      throw new WrongUsage(
          "nothing was changed: nobody can be asked here; --yes says that the plan is to be done");
    }
    return treat(prepared, kept.isPresent(), consent, limit);
  }

  private Bedside.Consent consent() {
    String ask = options.word("--ask", "once", List.of("once", "each"));
    if (options.has("--yes")) {
      if (options.has("--ask")) {
        throw new WrongUsage("--yes and --ask contradict each other");
      }
      return Bedside.Consent.GIVEN;
    }
    return ask.equals("each") ? Bedside.Consent.EACH : Bedside.Consent.ONCE;
  }

  private static Optional<PlanJson.Kept> kept(Path file) {
    try (InputStream plan = Files.newInputStream(file)) {
      byte[] text = plan.readNBytes(LARGEST_PLAN + 1);
      return text.length > LARGEST_PLAN
          ? Optional.empty()
          : PlanJson.read(new String(text, StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new WrongUsage("--plan: " + file + " cannot be read");
    }
  }

  private static Optional<String> stale(PlanJson.Kept kept, FixCommand.Prepared prepared) {
    PlanJson.Origin then = kept.origin();
    PlanJson.Origin now = prepared.origin();
    if (!then.version().equals(now.version())) {
      return Optional.of("the plan was made by posthog-doctor " + then.version());
    }
    if (!then.machine().equals(now.machine())) {
      return Optional.of("the plan was made for another machine or user");
    }
    if (!then.checkout().equals(now.checkout())) {
      return Optional.of("the plan was made for the checkout " + then.checkout());
    }
    return PlanJson.isSame(kept, prepared.plan(), now)
        ? Optional.empty()
        : Optional.of("the plan is stale: what would be done now is something else");
  }

  private int treat(
      FixCommand.Prepared prepared, boolean onlyThis, Bedside.Consent consent, Duration limit) {
    Main.Streams streams = house.streams();
    boolean json = options.json();
    PrintStream quiet =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Journal journal = runs.start(house.hands(), Version.TEXT);
    Patient patient = prepared.patient();
    Applier applier =
        new Applier(patient.host(), house.hands(), prepared::preparation, journal, limit);
    Bedside bedside =
        new Bedside(
            json ? quiet : streams.out(),
            streams.err(),
            Bedside.Questioner.of(streams),
            look,
            consent,
            house.terminal(options.color()).canAnimate());
    Treatment treatment =
        new Treatment(
            patient.catalog(),
            prepared.scope(),
            selection ->
                new Visit(patient)
                    .examine(selection, options.limits(), new Listener() {})
                    .findings(),
            prepared::preparation,
            applier,
            bedside);
    Treatment.Result result;
    try {
      result =
          onlyThis
              ? treatment.run(prepared.findings(), prepared.plan())
              : treatment.run(prepared.findings());
    } finally {
      if (!Thread.currentThread().isInterrupted()) {
        end(journal); // else it was stopped, and its journal is to say so
      }
    }
    boolean went = !result.treated().isEmpty() || result.left().ready().isEmpty();
    if (went && !Thread.currentThread().isInterrupted()) {
      pass();
    }
    int code = code(result, prepared.scope().allowed());
    tell(result, prepared.outside(), journal, code);
    return code;
  }

  private void end(Journal journal) {
    try {
      journal.end();
    } catch (IOException unwritable) {
      say("the journal could not be ended: " + Trouble.sentence(unwritable));
    }
  }

  /** What an earlier run has left is dealt with: it is not told of again. */
  private void pass() {
    try {
      runs.pass(house.hands());
    } catch (IOException unwritable) {
      say("the journal of an earlier run could not be written: " + Trouble.sentence(unwritable));
    }
  }

  private void tell(Treatment.Result result, List<Finding> outside, Journal journal, int code) {
    PrintStream out = house.streams().out();
    if (options.json()) {
      out.print(
          RepairJson.write(Version.TEXT, result.treated(), result.left(), journal.run(), code));
    } else {
      // what was shown before the question, and declined, is not shown again
      if (result.treated().isEmpty() && result.left().ready().isEmpty()) {
        out.print(new PlanText(look).left(result.left(), outside));
      }
      out.print(new RepairText(look).end(result.treated(), result.left(), journal.run()));
    }
    out.flush();
  }

  /**
   * 4 when something fails that was to be repaired, also when a step of it was refused; 77 when all
   * that is left needs only the rights of the administrator; 0 else.
   */
  private static int code(Treatment.Result result, Set<Risk> allowed) {
    List<Plan.Item> left = result.left().items();
    boolean refused =
        left.stream()
            .anyMatch(
                item ->
                    item.standing() == Plan.Standing.REFUSED && allowed.containsAll(item.risks()));
    if (result.stillFailing() || refused) {
      return ExitCode.STILL_FAILING;
    }
    boolean rights =
        !left.isEmpty()
            && left.stream()
                .allMatch(
                    item -> {
                      EnumSet<Risk> lacking = EnumSet.copyOf(item.risks());
                      lacking.removeAll(allowed);
                      return item.standing() == Plan.Standing.NOT_ALLOWED
                          && lacking.equals(EnumSet.of(Risk.PRIVILEGED));
                    });
    return rights ? ExitCode.NO_RIGHTS : ExitCode.OK;
  }

  private void say(String sentence) {
    house.streams().out().flush();
    house.streams().err().println("posthog-doctor: " + sentence);
    house.streams().err().flush();
  }
}
