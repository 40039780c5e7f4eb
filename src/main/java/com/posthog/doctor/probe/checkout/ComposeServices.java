package com.posthog.doctor.probe.checkout;

import com.posthog.doctor.facts.ComposeFacts.Service;
import com.posthog.doctor.facts.Setting;
import com.posthog.doctor.model.ByteSize;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes services of the merged tree of a stack. */
final class ComposeServices {
  private static final int MOST = 1000;
  private static final int LONGEST_COMMAND = 8000;

  private final Path folder;
  private final ComposeVariables variables;
  private final List<String> profilesOn;
  private final List<String> problems = new ArrayList<>();
  private final Set<String> awaitedToEnd = new HashSet<>();

  ComposeServices(Path folder, ComposeVariables variables, List<String> profilesOn) {
    this.folder = folder;
    this.variables = variables;
    this.profilesOn = profilesOn;
  }

  /** What could not be understood, one sentence each. */
  List<String> problems() {
    return problems;
  }

  /** The services of a stack, in the order of its files. */
  List<Service> read(YamlTree stack) {
    Map<String, YamlTree> all = stack.find("services").map(YamlTree::fields).orElse(Map.of());
    all.values().forEach(this::noteAwaited);
    List<Service> services = new ArrayList<>();
    for (Map.Entry<String, YamlTree> one : all.entrySet()) {
      if (services.size() >= MOST) {
        problems.add(
            one.getValue().at() + " is beyond the " + MOST + " services that are looked at");
        break;
      }
      if (!(one.getValue() instanceof YamlTree.Fields)) {
        problems.add(one.getValue().at() + " is no service: what it is made of is not named");
        continue;
      }
      services.add(service(one.getKey(), one.getValue()));
    }
    return services;
  }

  private void noteAwaited(YamlTree service) {
    service
        .find("depends_on")
        .map(YamlTree::fields)
        .orElse(Map.of())
        .forEach(
            (name, how) -> {
              if (text(how, "condition").equals("service_completed_successfully")) {
                awaitedToEnd.add(name);
              }
            });
  }

  private Service service(String name, YamlTree tree) {
    List<String> profiles = distinct(tree.find("profiles"));
    String home = variables.find("HOME").orElse("");
    ComposeMounts mounts = new ComposeMounts(folder, home, variables).read(tree);
    boolean replicas =
        !text(tree, "scale").equals("0")
            && !tree.find("deploy").map(d -> text(d, "replicas")).orElse("").equals("0");
    boolean on =
        profiles.isEmpty()
            || profilesOn.contains("*")
            || profiles.stream().anyMatch(profilesOn::contains);
    return new Service(
        name,
        profiles,
        text(tree, "image"),
        tree.at().toString(),
        ComposePorts.of(tree, variables, problems),
        mounts.inside(),
        mounts.volumes(),
        text(tree, "hostname"),
        aliases(tree),
        text(tree, "container_name"),
        memory(tree),
        healthCheck(tree),
        oneShot(name, tree),
        on && replicas,
        words(tree, "command"),
        words(tree, "entrypoint"),
        environment(tree),
        mounts.binds(),
        tree.find("build").isPresent(),
        dependencies(tree));
  }

  private static List<String> dependencies(YamlTree tree) {
    return tree.find("depends_on")
        .map(ComposeStack::named)
        .map(named -> List.copyOf(named.fields().keySet()))
        .orElse(List.of());
  }

  private String text(YamlTree tree, String field) {
    return tree.find(field).map(variables::fill).orElse("").strip();
  }

  private List<String> distinct(Optional<YamlTree> list) {
    return list.map(YamlTree::items).orElse(List.of()).stream()
        .map(variables::fill)
        .distinct()
        .toList();
  }

  private String words(YamlTree tree, String field) {
    Optional<YamlTree> value = tree.find(field);
    if (value.isEmpty()) {
      return "";
    }
    StringBuilder words = new StringBuilder();
    List<YamlTree> items = value.get().items();
    for (YamlTree item : items.isEmpty() ? List.of(value.get()) : items) {
      words.append(words.length() == 0 ? "" : " ").append(variables.fill(item));
      if (words.length() > LONGEST_COMMAND) {
        return words.substring(0, LONGEST_COMMAND);
      }
    }
    return words.toString();
  }

  private List<String> aliases(YamlTree tree) {
    List<String> aliases = new ArrayList<>();
    tree.find("networks")
        .map(YamlTree::fields)
        .orElse(Map.of())
        .values()
        .forEach(network -> aliases.addAll(distinct(network.find("aliases"))));
    return aliases.stream().distinct().toList();
  }

  private long memory(YamlTree tree) {
    String limit =
        tree.find("deploy")
            .flatMap(deploy -> deploy.find("resources"))
            .flatMap(resources -> resources.find("limits"))
            .map(limits -> text(limits, "memory"))
            .orElse("");
    String text = limit.isEmpty() ? text(tree, "mem_limit") : limit;
    return text.isEmpty() ? 0 : ByteSize.parse(text).map(ByteSize::bytes).orElse(0L);
  }

  private boolean healthCheck(YamlTree tree) {
    Optional<YamlTree> check = tree.find("healthcheck");
    if (check.isEmpty() || text(check.get(), "disable").equals("true")) {
      return false;
    }
    Optional<YamlTree> test = check.get().find("test");
    String first =
        test.map(t -> t.items().isEmpty() ? t.text() : t.items().get(0).text()).orElse("");
    return !first.isEmpty() && !first.equals("NONE");
  }

  private boolean oneShot(String name, YamlTree tree) {
    String restart = text(tree, "restart");
    if (restart.equals("no") || restart.equals("false") || awaitedToEnd.contains(name)) {
      return true;
    }
    boolean named = name.endsWith("-init") || name.endsWith("-setup") || name.contains("migrat");
    return named && restart.isEmpty() && !healthCheck(tree);
  }

  private Map<String, Setting> environment(YamlTree tree) {
    Map<String, Setting> environment = new LinkedHashMap<>();
    tree.find("environment")
        .map(ComposeStack::named)
        .map(YamlTree::fields)
        .orElse(Map.of())
        .forEach(
            (name, value) -> {
              boolean passedOn = value instanceof YamlTree.Text text && text.empty();
              String filled = passedOn ? variables.find(name).orElse("") : variables.fill(value);
              environment.put(name, Setting.of(name, filled));
            });
    return environment;
  }
}
