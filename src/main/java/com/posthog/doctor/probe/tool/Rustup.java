package com.posthog.doctor.probe.tool;

import com.posthog.doctor.host.Host;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The toolchain that rustup would run in a checkout, read from its files: asking rustup may
 * download.
 */
final class Rustup {
  private static final int MOST_BYTES = 256 * 1024;
  private static final int MOST_ENTRIES = 100;

  private final Host host;
  private final Path checkout;

  Rustup(Host host, Path checkout) {
    this.host = host;
    this.checkout = checkout;
  }

  /** Whether a program is rustup under another name. */
  static boolean isProxy(Path real) {
    return real.endsWith("rustup") || real.endsWith("rustup-init");
  }

  /** The cargo of the toolchain, or why there is none. */
  VersionManagers.Choice cargo() {
    String named = host.environment().getOrDefault("RUSTUP_HOME", "");
    Optional<Path> home =
        named.startsWith("/")
            ? Optional.of(Path.of(named))
            : host.home().map(folder -> folder.resolve(".rustup"));
    Optional<String> toolchain = home.flatMap(this::chosen);
    if (toolchain.isEmpty() || home.isEmpty()) {
      return none("is rustup without a toolchain");
    }
    Path toolchains = home.get().resolve("toolchains");
    try {
      for (String name : host.list(toolchains, MOST_ENTRIES)) {
        Path cargo = toolchains.resolve(name).resolve("bin/cargo");
        boolean fits = name.equals(toolchain.get()) || name.startsWith(toolchain.get() + "-");
        if (fits && host.state(cargo).isFile()) {
          return VersionManagers.Choice.of("rustup", cargo);
        }
      }
    } catch (IOException noToolchains) {
      return none("is rustup without a toolchain");
    }
    return none("is rustup, which has not installed the toolchain " + toolchain.get());
  }

  private static VersionManagers.Choice none(String problem) {
    return VersionManagers.Choice.nothing("rustup", problem, true);
  }

  private Optional<String> chosen(Path home) {
    String variable = host.environment().getOrDefault("RUSTUP_TOOLCHAIN", "");
    if (!variable.isEmpty()) {
      return Optional.of(variable);
    }
    for (String file : List.of("rust/rust-toolchain.toml", "rust-toolchain.toml")) {
      Optional<String> channel =
          match(checkout.resolve(file), "(?m)^\\s*channel\\s*=\\s*\"([^\"]+)\"");
      if (channel.isPresent()) {
        return channel;
      }
    }
    return match(home.resolve("settings.toml"), "(?m)^default_toolchain\\s*=\\s*\"([^\"]+)\"");
  }

  private Optional<String> match(Path file, String form) {
    try {
      Matcher matcher = Pattern.compile(form).matcher(host.readText(file, MOST_BYTES));
      return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    } catch (IOException absent) {
      return Optional.empty();
    }
  }
}
