package com.posthog.doctor.probe.node;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.NodeModulesFacts;
import com.posthog.doctor.facts.NodeModulesFacts.NativeModule;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what pnpm has installed, for the top of the checkout or for the node services. */
public final class NodeModulesProbe implements Probe<NodeModulesFacts> {
  private static final int MOST_DEPENDENCIES = 1000;
  private static final int MOST_NAMES = 10;
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,3}");

  /** NODE_MODULE_VERSION by major version of Node, from Node's own registry of them. */
  private static final Map<Integer, Integer> ABI =
      Map.of(16, 93, 18, 108, 19, 111, 20, 115, 21, 120, 22, 127, 23, 131, 24, 137, 25, 141);

  @Override
  public Set<FactKey<?>> needs(FactKey<NodeModulesFacts> key) {
    return Set.of(CheckoutFacts.KEY);
  }

  @Override
  public NodeModulesFacts read(
      FactKey<NodeModulesFacts> key, Host host, Facts soFar, Deadline deadline) {
    Path checkout = Path.of(soFar.get(CheckoutFacts.KEY).path());
    String server =
        host.state(checkout.resolve("nodejs/package.json")).exists()
                || !host.state(checkout.resolve("plugin-server")).isFolder()
            ? "nodejs"
            : "plugin-server";
    return key.argument().equals("server")
        ? server(host, checkout, server)
        : root(host, checkout, server);
  }

  private static NodeModulesFacts root(Host host, Path checkout, String server) {
    Path modules = checkout.resolve("node_modules");
    boolean there = host.state(modules).isFolder();
    List<String> lacking =
        !there || host.state(modules.resolve(".pnpm/lock.yaml")).exists()
            ? List.of()
            : List.of(".pnpm/lock.yaml");
    LockStep step =
        there && lacking.isEmpty()
            ? LockStep.of(host, checkout, importer -> !importer.equals(server), true)
            : new LockStep("", List.of(), 0);
    return facts(host, checkout, "node_modules", lacking, step, List.of());
  }

  private static NodeModulesFacts server(Host host, Path checkout, String server) {
    Path modules = checkout.resolve(server).resolve("node_modules");
    if (!host.state(modules).isFolder()) {
      LockStep none = new LockStep("", List.of(), 0);
      return facts(host, checkout, server + "/node_modules", List.of(), none, List.of());
    }
    List<String> dependencies = dependencies(host, checkout.resolve(server));
    List<String> lacking =
        dependencies.stream()
            .filter(name -> !host.state(modules.resolve(name)).exists())
            .limit(MOST_NAMES)
            .toList();
    boolean own = host.state(checkout.resolve(server).resolve("pnpm-lock.yaml")).isFile();
    LockStep step =
        own
            ? LockStep.of(host, checkout.resolve(server), importer -> true, true)
            : LockStep.of(host, checkout, importer -> importer.equals(server), false);
    List<NativeModule> natives = new NativeModules(host, checkout).find(modules, dependencies);
    return facts(host, checkout, server + "/node_modules", lacking, step, natives);
  }

  private static NodeModulesFacts facts(
      Host host,
      Path checkout,
      String folder,
      List<String> lacking,
      LockStep step,
      List<NativeModule> natives) {
    Required node = required(host, checkout);
    return new NodeModulesFacts(
        folder,
        host.state(checkout.resolve(folder)).kind().word(),
        lacking,
        step.problem(),
        step.changed(),
        step.count(),
        natives,
        node.major(),
        ABI.getOrDefault(node.major(), 0),
        node.source());
  }

  private static List<String> dependencies(Host host, Path folder) {
    List<String> names = new ArrayList<>();
    JsonObject declared = json(host, folder.resolve("package.json"));
    if (declared.get("dependencies") instanceof JsonObject dependencies) {
      for (String name : dependencies.keySet()) {
        // a name leads into node_modules and nowhere else
        if (names.size() < MOST_DEPENDENCIES && !name.contains("..") && !name.startsWith("/")) {
          names.add(name);
        }
      }
    }
    return names;
  }

  /** The major version of Node that the checkout requires, and where. */
  private record Required(int major, String source) {}

  private static Required required(Host host, Path checkout) {
    int pinned = number(text(host, checkout.resolve(".nvmrc"), 4096));
    if (pinned > 0) {
      return new Required(pinned, ".nvmrc");
    }
    JsonObject declared = json(host, checkout.resolve("package.json"));
    if (declared.get("engines") instanceof JsonObject engines && engines.has("node")) {
      return new Required(number(engines.get("node").toString()), "package.json");
    }
    return new Required(0, "");
  }

  private static int number(String text) {
    Matcher matcher = NUMBER.matcher(text);
    return matcher.find() ? Integer.parseInt(matcher.group()) : 0;
  }

  private static JsonObject json(Host host, Path file) {
    try {
      return JsonParser.parseString(text(host, file, 4 << 20)).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException malformed) {
      return new JsonObject();
    }
  }

  private static String text(Host host, Path file, int limit) {
    try {
      return host.readText(file, limit);
    } catch (IOException unreadable) {
      return "";
    }
  }
}
