package com.posthog.doctor.probe.node;

import com.posthog.doctor.facts.NodeModulesFacts.NativeModule;
import com.posthog.doctor.host.Host;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds modules with compiled parts and the Node they were compiled for, without loading them. */
final class NativeModules {
  private static final Pattern CONFIGURED =
      Pattern.compile("node_module_version['\"]?\\s*:\\s*['\"]?([0-9]{1,4})");
  private static final Pattern REGISTERED = Pattern.compile("node_register_module_v([0-9]{1,4})");
  private static final int MOST_BYTES = 48 << 20;

  private final Host host;
  private final Path checkout;

  NativeModules(Host host, Path checkout) {
    this.host = host;
    this.checkout = checkout;
  }

  /** Those among these dependencies that are installed below this folder. */
  List<NativeModule> find(Path modules, List<String> dependencies) {
    List<NativeModule> found = new ArrayList<>();
    for (String name : dependencies) {
      Path module = modules.resolve(name);
      if (host.state(module.resolve("binding.gyp")).isFile()) {
        found.add(module(name, module));
      }
    }
    return found;
  }

  private NativeModule module(String name, Path module) {
    Optional<Path> compiled = compiled(module.resolve("build/Release"));
    if (compiled.isEmpty()) {
      boolean prebuilt =
          host.state(module.resolve("prebuilds")).isFolder()
              || host.state(module.resolve("lib/binding")).isFolder();
      return new NativeModule(name, prebuilt, 0, "");
    }
    Path configuration = module.resolve("build/config.gypi");
    Optional<Integer> configured = first(CONFIGURED, configuration, 1 << 20);
    if (configured.isPresent() && !fitsEveryNode(compiled.get())) {
      return new NativeModule(name, true, configured.get(), relative(configuration));
    }
    int registered = first(REGISTERED, compiled.get(), MOST_BYTES).orElse(0);
    return new NativeModule(name, true, registered, relative(compiled.get()));
  }

  private Optional<Path> compiled(Path release) {
    try {
      return host.list(release, 2000).stream()
          .filter(name -> name.endsWith(".node"))
          .findFirst()
          .map(release::resolve);
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  /** Whether it uses Node-API, which every later Node understands. */
  private boolean fitsEveryNode(Path compiled) {
    return text(compiled, MOST_BYTES).contains("napi_register_module_v");
  }

  private Optional<Integer> first(Pattern pattern, Path file, int limit) {
    Matcher matcher = pattern.matcher(text(file, limit));
    return matcher.find() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
  }

  private String text(Path file, int limit) {
    try {
      return new String(host.read(file, limit), StandardCharsets.ISO_8859_1);
    } catch (IOException unreadable) {
      return "";
    }
  }

  private String relative(Path file) {
    return checkout.relativize(file).toString();
  }
}
