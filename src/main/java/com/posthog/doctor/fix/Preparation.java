package com.posthog.doctor.fix;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.host.FileState;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.host.Running;
import com.posthog.doctor.model.Change;
import com.posthog.doctor.model.Content;
import com.posthog.doctor.model.Prospect;
import com.posthog.doctor.model.Prospect.Effect;
import com.posthog.doctor.model.Remedy;
import com.posthog.doctor.model.ServiceStep;
import com.posthog.doctor.model.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Works out what steps would do, without doing it. What earlier remedies of the same plan would
 * leave behind is taken into account, so that two settings of one file give two diffs that follow
 * each other.
 */
public final class Preparation {
  private static final int LARGEST = 4 << 20;

  private final Host host;
  private final Place place;
  private final boolean trusted;
  private final Function<String, Optional<Boolean>> tracked;
  private final Works works;
  private final Map<Path, Draft> drafts = new HashMap<>();

  /**
   * What would be at a path.
   *
   * @param content null when nothing would be there
   */
  private record Draft(@Nullable Content content, int mode) {}

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
    this.tracked = tracked;
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
    Map<Path, Draft> kept = new HashMap<>(drafts);
    List<Prospect> prospects = new ArrayList<>();
    boolean ran = false;
    for (Step step : remedy.steps()) {
      Prospect prospect = ran && !(step instanceof Step.Tell) ? later(step) : prepare(step);
      prospects.add(prospect);
      imagine(prospect);
      ran |= prospect.effect() == Effect.RUNS;
    }
    drafts.clear();
    drafts.putAll(kept);
    return prospects;
  }

  /** Takes what these steps do as done, for what is prepared after them. */
  public void accept(List<Prospect> prospects) {
    prospects.forEach(this::imagine);
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
      case "set-env" -> setEnv((Step.SetEnv) step);
      case "edit-block" -> editBlock((Step.EditBlock) step);
      case "set-mode" -> setMode((Step.SetMode) step);
      case "move-aside" -> moveAside((Step.MoveAside) step);
      case "stop-process" -> Targets.prospect(host, (Step.StopProcess) step);
      default -> Prospect.of(step, Effect.SAYS, "");
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
      real(place.named(touched, false));
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

  private Prospect setEnv(Step.SetEnv step) throws Refused, IOException {
    Path named = place.named(step.file(), false);
    Path file = real(named);
    for (Path path : List.of(named, file)) {
      Optional<String> name = place.inCheckout(path);
      if (name.isPresent() && tracked.apply(name.get()).orElse(true)) {
        throw new Refused("git tracks " + name.get() + ", or that could not be told");
      }
    }
    Draft before = writable(file);
    Content after = EnvFile.set(before.content(), step.key(), step.value());
    return rewrite(step, named, file, before, after, 0600);
  }

  private Prospect editBlock(Step.EditBlock step) throws Refused, IOException {
    Path named = place.named(step.file(), step.privileged());
    Path file = real(named);
    Draft before = step.privileged() ? draft(file) : writable(file);
    Content after = Block.keep(before.content(), step.marker(), step.text());
    return rewrite(step, named, file, before, after, 0644);
  }

  private Prospect rewrite(
      Step step, Path named, Path file, Draft before, Content after, int mode) {
    if (after.equals(before.content())) {
      return Prospect.of(step, Effect.NOTHING, "it is so already");
    }
    String note =
        file.getFileName().equals(named.getFileName()) && !host.link(named).isPresent()
            ? ""
            : place.shown(named) + " is a link to " + place.shown(file);
    Change change =
        new Change.Rewrite(file, before.content(), after, before.content() == null ? mode : -1);
    String diff = Diff.of(place.shown(file), before.content(), after);
    return new Prospect(step, Effect.CHANGES, note, diff, change);
  }

  private Prospect setMode(Step.SetMode step) throws Refused, IOException {
    Path file = real(place.named(step.file(), false));
    Draft before = owned(file);
    if (before.content() == null) {
      throw new Refused("there is no such file");
    }
    int wanted = Octal.mode(step.mode());
    if (before.mode() == wanted) {
      return Prospect.of(step, Effect.NOTHING, "it is so already");
    }
    String note = "from " + Octal.text(before.mode()) + " to " + Octal.text(wanted);
    Change change = new Change.Mode(file, before.mode(), wanted);
    return new Prospect(step, Effect.CHANGES, note, "", change);
  }

  private Prospect moveAside(Step.MoveAside step) throws Refused {
    Path file = place.named(step.file(), false);
    boolean gone = drafts.containsKey(file) && drafts.get(file).content() == null;
    if (gone || host.state(file).kind() == FileState.Kind.MISSING) {
      return Prospect.of(step, Effect.NOTHING, "it is not there");
    }
    Path aside = aside(file);
    String note = "its new name is " + place.shown(aside);
    return new Prospect(step, Effect.CHANGES, note, "", new Change.Move(file, aside));
  }

  /** The first name beside a file that is free. */
  private Path aside(Path file) throws Refused {
    for (int i = 1; i < 100; i++) {
      Path aside = file.resolveSibling(file.getFileName() + ".broken" + (i == 1 ? "" : "-" + i));
      if (host.state(aside).kind() == FileState.Kind.MISSING && !drafts.containsKey(aside)) {
        return aside;
      }
    }
    throw new Refused("too many files with names like " + file.getFileName() + ".broken are there");
  }

  /** The file behind all links; the name itself where an earlier step makes room. */
  private Path real(Path named) throws Refused {
    Draft draft = drafts.get(named);
    return draft != null && draft.content() == null ? named : place.real(named);
  }

  /** What is at a path, when this user may change it. */
  private Draft writable(Path file) throws Refused, IOException {
    Draft draft = owned(file);
    if (draft.content() != null && (draft.mode() & 0200) == 0) {
      throw new Refused("it is read-only");
    }
    return draft;
  }

  private Draft owned(Path file) throws Refused, IOException {
    FileState state = host.state(file);
    if (state.isFile() && state.owner() != host.uid() && host.uid() != 0) {
      throw new Refused("it belongs to another user");
    }
    return draft(file);
  }

  private Draft draft(Path file) throws IOException {
    Draft known = drafts.get(file);
    if (known != null) {
      return known;
    }
    FileState state = host.state(file);
    return state.isFile()
        ? new Draft(Content.of(host.read(file, LARGEST)), state.mode() & 0777)
        : new Draft(null, -1);
  }

  private void imagine(Prospect prospect) {
    Change change = prospect.change();
    if (change instanceof Change.Rewrite rewrite) {
      Draft old = drafts.get(rewrite.file());
      int mode = rewrite.mode() >= 0 ? rewrite.mode() : old == null ? modeOf(rewrite) : old.mode();
      drafts.put(rewrite.file(), new Draft(rewrite.after(), mode));
    } else if (change instanceof Change.Mode mode) {
      try {
        drafts.put(mode.file(), new Draft(draft(mode.file()).content(), mode.after()));
      } catch (IOException gone) {
        drafts.remove(mode.file()); // it was readable a moment ago: what follows looks again
      }
    } else if (change instanceof Change.Move move) {
      drafts.put(move.file(), new Draft(null, -1));
      drafts.put(move.to(), new Draft(Content.of(""), -1));
    }
  }

  private int modeOf(Change.Rewrite rewrite) {
    return host.state(rewrite.file()).mode() & 0777;
  }
}
