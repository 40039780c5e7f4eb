package com.posthog.doctor.probe.checkout;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.EnvironmentFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what the checkout's compose files declare, as {@code bin/start} would start them. */
public final class ComposeProbe implements Probe<ComposeFacts> {
  private static final int SCRIPT_LIMIT = 1 << 20;

  /** {@code export COMPOSE_PROJECT_NAME="${COMPOSE_PROJECT_NAME:-posthog}"} or a plain value. */
  private static final Pattern PINNED =
      Pattern.compile(
          "^\\s*(?:export\\s+)?COMPOSE_PROJECT_NAME=[\"']?(?:\\$\\{COMPOSE_PROJECT_NAME:?-)?([A-Za-z0-9_-]+)");

  @Override
  public Set<FactKey<?>> needs(FactKey<ComposeFacts> key) {
    return Set.of(CheckoutFacts.KEY, EnvironmentFacts.KEY);
  }

  @Override
  public ComposeFacts read(FactKey<ComposeFacts> key, Host host, Facts soFar, Deadline deadline)
      throws IOException {
    CheckoutFacts checkout = soFar.get(CheckoutFacts.KEY);
    if (!checkout.found()) {
      throw new IOException("there is no PostHog checkout here whose compose files could be read");
    }
    Path folder = Path.of(checkout.path());
    ComposeVariables variables =
        ComposeVariables.of(host, checkout, soFar.get(EnvironmentFacts.KEY));
    ComposeCommand command = ComposeCommand.of(host, folder);
    ComposeStack stack = new ComposeStack(host, folder, variables);
    YamlTree tree = stack.load(command.files());
    List<String> profiles = profiles(command, variables);
    ComposeServices reader = new ComposeServices(folder, variables, profiles);
    List<ComposeFacts.Service> services = reader.read(tree);
    if (services.isEmpty()) {
      throw new IOException(command.files().get(0) + " declares no services");
    }
    List<String> project = project(host, folder, command, variables, tree);
    List<String> problems = new ArrayList<>();
    if (!command.problem().isEmpty()) {
      problems.add(command.problem());
    }
    problems.addAll(stack.problems());
    problems.addAll(reader.problems());
    problems.addAll(variables.problems());
    return new ComposeFacts(
        project.get(0),
        project.get(1),
        stack.read(),
        services,
        tree.find("volumes").map(all -> List.copyOf(all.fields().keySet())).orElse(List.of()),
        profiles,
        profiles.isEmpty() ? "" : command.source(),
        problems);
  }

  private static List<String> profiles(ComposeCommand command, ComposeVariables variables) {
    List<String> profiles = new ArrayList<>(command.profiles());
    for (String more : variables.find("COMPOSE_PROFILES").orElse("").split(",", -1)) {
      if (!more.isBlank() && !profiles.contains(more.strip())) {
        profiles.add(more.strip());
      }
    }
    return profiles;
  }

  /** The project's name and where it is pinned, in compose's order. */
  private static List<String> project(
      Host host, Path folder, ComposeCommand command, ComposeVariables variables, YamlTree tree) {
    if (!command.project().isEmpty() && command.project().indexOf('$') < 0) {
      return List.of(command.project(), command.source());
    }
    String environment = variables.find("COMPOSE_PROJECT_NAME").orElse("");
    if (!environment.isEmpty()) {
      return List.of(environment, "COMPOSE_PROJECT_NAME");
    }
    List<String> pinned = pinned(host, folder);
    if (!pinned.isEmpty()) {
      return pinned;
    }
    String name = tree.find("name").map(variables::fill).orElse("");
    if (!name.isEmpty()) {
      return List.of(name, tree.find("name").map(n -> n.at().toString()).orElse(""));
    }
    return List.of(derived(folder), "the name of the folder " + folder);
  }

  private static List<String> pinned(Host host, Path folder) {
    String script;
    try {
      script = host.readText(folder.resolve("bin/start"), SCRIPT_LIMIT);
    } catch (IOException absent) {
      return List.of();
    }
    int number = 0;
    for (String line : script.split("\n", -1)) {
      number++;
      Matcher matcher = PINNED.matcher(line);
      if (matcher.find()) {
        return List.of(matcher.group(1), "bin/start:" + number);
      }
    }
    return List.of();
  }

  /**
   * The name that compose makes of a folder: lower case, letters, digits, dashes and underscores.
   */
  private static String derived(Path folder) {
    Path last = folder.getFileName();
    String name = last == null ? "" : last.toString().toLowerCase(Locale.ROOT);
    return name.replaceAll("[^a-z0-9_-]", "").replaceAll("^[_-]+", "");
  }
}
