package com.posthog.doctor.probe.checkout;

import com.posthog.doctor.host.Host;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads compose files, follows {@code extends} and puts overlays on top, as compose does. */
final class ComposeStack {
  private static final int LIMIT = 2 << 20;
  private static final int DEEPEST = 20;

  /** What the upper value replaces rather than being added to. */
  private static final Set<String> REPLACED = Set.of("command", "entrypoint", "test");

  /** What may be written as a list of names or as a mapping. */
  private static final Set<String> NAMED =
      Set.of("environment", "labels", "networks", "depends_on");

  private final Host host;
  private final Path folder;
  private final ComposeVariables variables;
  private final Map<String, Optional<YamlTree>> files = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  ComposeStack(Host host, Path folder, ComposeVariables variables) {
    this.host = host;
    this.folder = folder;
    this.variables = variables;
  }

  /** The files that were read, in the order in which they were needed. */
  List<String> read() {
    return files.entrySet().stream()
        .filter(file -> file.getValue().isPresent())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** What could not be understood, one sentence each. */
  List<String> problems() {
    return problems;
  }

  /**
   * The whole stack of these files, the first below the others.
   *
   * @throws IOException when not even the first can be read
   */
  YamlTree load(List<String> names) throws IOException {
    YamlTree whole = YamlTree.nothing(names.get(0));
    boolean first = true;
    for (String name : names) {
      Optional<YamlTree> file = file(name);
      if (file.isEmpty() && first) {
        throw new IOException(problems.get(problems.size() - 1));
      }
      if (file.isPresent()) {
        whole = merge("", whole, extended(file.get(), name));
      }
      first = false;
    }
    return whole;
  }

  private Optional<YamlTree> file(String name) {
    Optional<YamlTree> known = files.get(name);
    if (known != null) {
      return known;
    }
    Optional<YamlTree> tree = Optional.empty();
    try {
      YamlTree read = YamlReader.read(name, host.readText(folder.resolve(name), LIMIT));
      if (read.fields().isEmpty()) {
        problems.add(name + " declares nothing");
      }
      tree = Optional.of(read);
    } catch (NoSuchFileException absent) {
      problems.add(name + " is missing");
    } catch (IOException unreadable) {
      String why = String.valueOf(unreadable.getMessage());
      problems.add(why.startsWith(name) ? why : name + " " + why);
    }
    files.put(name, tree);
    return tree;
  }

  /** The file with every service put on top of what it extends. */
  private YamlTree extended(YamlTree file, String name) {
    Map<String, YamlTree> services = new LinkedHashMap<>();
    file.find("services")
        .map(YamlTree::fields)
        .orElse(Map.of())
        .forEach(
            (service, tree) -> services.put(service, extended(tree, name, service, List.of())));
    Map<String, YamlTree> all = new LinkedHashMap<>(file.fields());
    YamlTree.Place at = file.find("services").map(YamlTree::at).orElse(file.at());
    all.put("services", new YamlTree.Fields(services, false, at));
    return new YamlTree.Fields(all, false, file.at());
  }

  private YamlTree extended(YamlTree service, String file, String name, List<String> above) {
    Optional<YamlTree> wish = service.find("extends");
    if (wish.isEmpty()) {
      return service;
    }
    String base = variables.fill(wish.get().find("service").orElse(wish.get()));
    String baseFile =
        wish.get().find("file").map(variables::fill).map(f -> beside(file, f)).orElse(file);
    String at = wish.get().at() + " extends " + base + " of " + baseFile;
    List<String> chain = new ArrayList<>(above);
    chain.add(file + " " + name);
    if (chain.contains(baseFile + " " + base) || chain.size() > DEEPEST) {
      problems.add(at + ", which leads back to itself");
      return service;
    }
    Optional<YamlTree> tree = file(baseFile);
    if (tree.isEmpty()) {
      problems.add(at + ", which could not be read");
      return service;
    }
    Optional<YamlTree> found = tree.get().find("services").flatMap(all -> all.find(base));
    if (found.isEmpty()) {
      problems.add(at + ", which has no such service");
      return service;
    }
    YamlTree below = without(extended(found.get(), baseFile, base, chain), "depends_on");
    return merge("", below, service);
  }

  /** A file named in another one is meant beside it. */
  private static String beside(String file, String name) {
    Path parent = Path.of(file).getParent();
    return (parent == null ? Path.of(name) : parent.resolve(name)).normalize().toString();
  }

  private static YamlTree without(YamlTree service, String field) {
    Map<String, YamlTree> left = new LinkedHashMap<>(service.fields());
    left.remove(field);
    return new YamlTree.Fields(left, false, service.at());
  }

  /** The upper value on top of the lower one, under the name of their field. */
  private static YamlTree merge(String field, YamlTree lower, YamlTree upper) {
    if (NAMED.contains(field)) {
      return mergeFields(named(lower), named(upper));
    }
    if (upper instanceof YamlTree.Fields && lower instanceof YamlTree.Fields) {
      return mergeFields(lower, upper);
    }
    if (upper instanceof YamlTree.Items above
        && lower instanceof YamlTree.Items
        && !above.override()
        && !REPLACED.contains(field)) {
      List<YamlTree> all = new ArrayList<>(lower.items());
      all.addAll(above.items());
      return new YamlTree.Items(all, false, above.at());
    }
    return upper;
  }

  private static YamlTree mergeFields(YamlTree lower, YamlTree upper) {
    if (upper instanceof YamlTree.Fields above && above.override()) {
      return upper;
    }
    Map<String, YamlTree> all = new LinkedHashMap<>(lower.fields());
    upper
        .fields()
        .forEach(
            (name, value) -> {
              YamlTree below = all.get(name);
              all.put(name, below == null ? value : merge(name, below, value));
            });
    // a service is where the file says that it starts to be one
    return new YamlTree.Fields(all, false, upper.at());
  }

  /** A list of {@code NAME=value} or {@code name} as a mapping. */
  static YamlTree named(YamlTree value) {
    if (!(value instanceof YamlTree.Items list)) {
      return value;
    }
    Map<String, YamlTree> fields = new LinkedHashMap<>();
    for (YamlTree item : list.items()) {
      int equal = item.text().indexOf('=');
      String name = equal < 0 ? item.text() : item.text().substring(0, equal);
      String rest = equal < 0 ? "" : item.text().substring(equal + 1);
      fields.put(name, new YamlTree.Text(rest, equal < 0, item.at()));
    }
    return new YamlTree.Fields(fields, list.override(), list.at());
  }
}
