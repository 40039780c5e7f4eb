package com.posthog.doctor.probe.tool;

import com.electronwill.nightconfig.core.UnmodifiableConfig;
import com.electronwill.nightconfig.core.io.ParsingException;
import com.electronwill.nightconfig.toml.TomlParser;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code .flox/env/manifest.toml} installs: the programs that it brings, some with a version.
 */
final class FloxManifest {
  static final String FILE = ".flox/env/manifest.toml";

  /** The program that a package brings, where it is not the package's own name. */
  private static final Map<String, String> PROGRAMS =
      Map.ofEntries(
          Map.entry("python3", "python"),
          Map.entry("python313", "python"),
          Map.entry("nodejs", "node"),
          Map.entry("corepack", "pnpm"),
          Map.entry("sqlx-cli", "sqlx"),
          Map.entry("util-linux", "flock"),
          Map.entry("postgresql", "psql"));

  private static final Set<String> KNOWN =
      Set.of(
          "git", "node", "pnpm", "python", "uv", "cargo", "sqlx", "brotli", "curl", "flock", "go",
          "psql", "ffmpeg", "gh", "direnv", "mprocs");

  private final Map<String, String> versions;
  private final String problem;

  private FloxManifest(Map<String, String> versions, String problem) {
    this.versions = versions;
    this.problem = problem;
  }

  /** Reads the manifest of a checkout; one without a manifest brings nothing. */
  static FloxManifest of(CheckoutText checkout) {
    Optional<String> text = checkout.find(FILE);
    if (text.isEmpty()) {
      return new FloxManifest(Map.of(), checkout.problem(FILE));
    }
    try {
      UnmodifiableConfig manifest = new TomlParser().parse(text.get());
      return new FloxManifest(programs(manifest), "");
    } catch (ParsingException | StackOverflowError malformed) {
      return new FloxManifest(Map.of(), FILE + " is not well-formed TOML");
    }
  }

  private static Map<String, String> programs(UnmodifiableConfig manifest) {
    Map<String, String> programs = new LinkedHashMap<>();
    Object install = manifest.get("install");
    if (install instanceof UnmodifiableConfig packages) {
      for (UnmodifiableConfig.Entry entry : packages.entrySet()) {
        String name = PROGRAMS.getOrDefault(entry.getKey(), entry.getKey());
        if (KNOWN.contains(name)) {
          Object version =
              entry.getRawValue() instanceof UnmodifiableConfig fields
                  ? fields.get("version")
                  : null;
          programs.put(name, version instanceof String exact ? exact : "");
        }
      }
    }
    return programs;
  }

  /** The programs that it brings, each with the version that it pins or an empty text. */
  Map<String, String> programs() {
    return versions;
  }

  /** Why it could not be read; empty when it was, or is absent. */
  String problem() {
    return problem;
  }

  /** The words by which the line of a program is found. */
  static String words(String program) {
    for (Map.Entry<String, String> entry : PROGRAMS.entrySet()) {
      if (entry.getValue().equals(program) && !entry.getKey().equals("python313")) {
        return "\n" + entry.getKey();
      }
    }
    return "\n" + program;
  }
}
