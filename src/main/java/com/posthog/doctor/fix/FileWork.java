package com.posthog.doctor.fix;

import com.posthog.doctor.fix.Drafts.Draft;
import com.posthog.doctor.host.FileState;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.model.Change;
import com.posthog.doctor.model.Content;
import com.posthog.doctor.model.FileStep;
import com.posthog.doctor.model.Prospect;
import com.posthog.doctor.model.Prospect.Effect;
import com.posthog.doctor.model.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Works out what steps on files would do, without doing it. */
final class FileWork {
  private final Host host;
  private final Place place;
  private final Drafts drafts;
  private final Function<String, Optional<Boolean>> tracked;

  FileWork(Host host, Place place, Drafts drafts, Function<String, Optional<Boolean>> tracked) {
    this.host = host;
    this.place = place;
    this.drafts = drafts;
    this.tracked = tracked;
  }

  /** What a step would do now. */
  Prospect prospect(Step step) throws Refused, IOException {
    return switch (step.kind()) {
      case "set-env" -> setEnv((Step.SetEnv) step);
      case "edit-block" -> editBlock((Step.EditBlock) step);
      case "edit-lines" -> editLines((FileStep.EditLines) step);
      case "copy-file" -> copyFile((FileStep.CopyFile) step);
      case "restore-file" -> restoreFile((FileStep.RestoreFile) step);
      case "set-mode" -> setMode((Step.SetMode) step);
      case "move-aside" -> moveAside((Step.MoveAside) step);
      default -> Prospect.of(step, Effect.SAYS, "");
    };
  }

  private Prospect setEnv(Step.SetEnv step) throws Refused, IOException {
    Path named = place.named(step.file(), false);
    Path file = drafts.real(named);
    for (Path path : List.of(named, file)) {
      Optional<String> name = place.inCheckout(path);
      if (name.isPresent() && tracked.apply(name.get()).orElse(true)) {
        throw new Refused("git tracks " + name.get() + ", or that could not be told");
      }
    }
    Draft before = drafts.writable(file);
    Content after = EnvFile.set(before.content(), step.key(), step.value());
    return rewrite(step, named, file, before, after, 0600);
  }

  private Prospect editBlock(Step.EditBlock step) throws Refused, IOException {
    Path named = place.named(step.file(), step.privileged());
    Path file = drafts.real(named);
    Draft before = step.privileged() ? drafts.at(file) : drafts.writable(file);
    Content after = Block.keep(before.content(), step.marker(), step.text());
    return rewrite(step, named, file, before, after, 0644);
  }

  private Prospect editLines(FileStep.EditLines step) throws Refused, IOException {
    Path named = place.named(step.file(), false);
    Path file = drafts.real(named);
    Draft before = drafts.writable(file);
    Content content = before.content();
    if (content == null) {
      throw new Refused("there is no such file");
    }
    return rewrite(step, named, file, before, Lines.mend(content, step.edit(), step.line()), -1);
  }

  private Prospect copyFile(FileStep.CopyFile step) throws Refused, IOException {
    Path from = place.source(step.from());
    FileState source = host.state(from);
    if (!source.isFile()) {
      throw new Refused(place.shown(from) + " is no file");
    }
    Path named = place.named(step.file(), false);
    Path file = drafts.real(named);
    Draft before = drafts.writable(file);
    Content after = Content.of(host.read(from, Drafts.LARGEST));
    return rewrite(step, named, file, before, after, source.mode() & 0777);
  }

  private Prospect restoreFile(FileStep.RestoreFile step) throws Refused, IOException {
    Path named = place.named(step.file(), false);
    Optional<String> name = place.inCheckout(named);
    if (name.isEmpty()) {
      throw new Refused("it lies outside of the checkout");
    }
    if (host.link(named).isPresent() && !drafts.isGone(named)) {
      throw new Refused("a link is in its place");
    }
    Path file = drafts.real(named);
    Draft before = drafts.writable(file);
    GitFile kept = GitFile.of(host, place.folder(), name.get());
    return rewrite(step, named, file, before, kept.content(), kept.mode());
  }

  private Prospect rewrite(
      Step step, Path named, Path file, Draft before, Content after, int mode) {
    if (after.equals(before.content())) {
      return Prospect.of(step, Effect.NOTHING, "it is so already");
    }
    List<String> notes = new ArrayList<>();
    if (!file.getFileName().equals(named.getFileName()) || host.link(named).isPresent()) {
      notes.add(place.shown(named) + " is a link to " + place.shown(file));
    }
    int names = before.content() == null ? 1 : host.names(file);
    if (names > 1) {
      notes.add(
          "the file has "
              + names
              + " names (hard links): under the other "
              + (names == 2 ? "one" : names - 1)
              + " the old content stays");
    }
    String note = String.join("; ", notes);
    Change change =
        new Change.Rewrite(file, before.content(), after, before.content() == null ? mode : -1);
    String diff = Diff.of(place.shown(file), before.content(), after);
    return new Prospect(step, Effect.CHANGES, note, diff, change);
  }

  private Prospect setMode(Step.SetMode step) throws Refused, IOException {
    Path file = drafts.real(place.named(step.file(), false));
    Draft before = drafts.owned(file);
    if (before.content() == null) {
      throw new Refused("there is no such file");
    }
    int wanted = Octal.mode(step.mode(), before.mode());
    if (before.mode() == wanted) {
      return Prospect.of(step, Effect.NOTHING, "it is so already");
    }
    String note = "from " + Octal.text(before.mode()) + " to " + Octal.text(wanted);
    Change change = new Change.Mode(file, before.mode(), wanted);
    return new Prospect(step, Effect.CHANGES, note, "", change);
  }

  private Prospect moveAside(Step.MoveAside step) throws Refused {
    Path file = place.named(step.file(), false);
    if (drafts.isGone(file) || host.state(file).kind() == FileState.Kind.MISSING) {
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
      if (host.state(aside).kind() == FileState.Kind.MISSING && !drafts.knows(aside)) {
        return aside;
      }
    }
    throw new Refused("too many files with names like " + file.getFileName() + ".broken are there");
  }
}
