package com.posthog.doctor.probe.checkout;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.ForeignFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.FileState;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the cards and waivers of the user and of the checkout, as text. */
public final class ForeignProbe implements Probe<ForeignFacts> {
  private static final int MOST_CARDS = 1000;
  private static final int CARD_BYTES = 64 * 1024;
  private static final int WAIVERS_BYTES = 256 * 1024;

  private final List<ForeignFacts.Source> cards = new ArrayList<>();
  private final List<ForeignFacts.Source> waivers = new ArrayList<>();
  private final List<ForeignFacts.Problem> problems = new ArrayList<>();

  @Override
  public ForeignFacts read(FactKey<ForeignFacts> key, Host host, Facts soFar, Deadline deadline) {
    config(host).ifPresent(folder -> folder(host, folder));
    soFar
        .find(CheckoutFacts.KEY)
        .filter(CheckoutFacts::found)
        .ifPresent(checkout -> folder(host, Path.of(checkout.path(), ".posthog-doctor")));
    return new ForeignFacts(cards, waivers, problems);
  }

  private static Optional<Path> config(Host host) {
    String xdg = host.environment().getOrDefault("XDG_CONFIG_HOME", "");
    Optional<Path> base =
        xdg.startsWith("/")
            ? Optional.of(Path.of(xdg))
            : host.home().map(home -> home.resolve(".config"));
    return base.map(folder -> folder.resolve("posthog-doctor"));
  }

  private void folder(Host host, Path folder) {
    if (!host.state(folder).isFolder()) {
      return;
    }
    Path checks = folder.resolve("checks");
    if (host.state(checks).isFolder()) {
      for (String name : names(host, checks)) {
        if (name.endsWith(".yaml") || name.endsWith(".yml")) {
          file(host, checks.resolve(name), CARD_BYTES, cards);
        }
      }
    }
    Path allowed = folder.resolve("waivers.yaml");
    if (host.state(allowed).kind() != FileState.Kind.MISSING) {
      file(host, allowed, WAIVERS_BYTES, waivers);
    }
  }

  private List<String> names(Host host, Path folder) {
    try {
      return host.list(folder, MOST_CARDS);
    } catch (IOException unreadable) {
      problems.add(ForeignFacts.Problem.of(folder.toString(), sentence(unreadable)));
      return List.of();
    }
  }

  private void file(Host host, Path file, int limit, List<ForeignFacts.Source> into) {
    try {
      into.add(new ForeignFacts.Source(file.toString(), host.readText(file, limit)));
    } catch (NoSuchFileException unspeakable) {
      problems.add(ForeignFacts.Problem.of(file.toString(), "its name is no text in this locale"));
    } catch (IOException unreadable) {
      problems.add(ForeignFacts.Problem.of(file.toString(), sentence(unreadable)));
    }
  }

  private static String sentence(IOException unreadable) {
    return unreadable.getMessage() == null ? "cannot be read" : unreadable.getMessage();
  }
}
