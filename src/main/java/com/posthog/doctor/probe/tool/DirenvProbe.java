package com.posthog.doctor.probe.tool;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.DirenvFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * Reads whether the user has allowed the checkout's {@code .envrc}. direnv keeps that as a file
 * whose name is the SHA-256 of the path, a newline and the content.
 */
public final class DirenvProbe implements Probe<DirenvFacts> {
  private static final int MOST_BYTES = 1 << 20;

  @Override
  public Set<FactKey<?>> needs(FactKey<DirenvFacts> key) {
    return Set.of(CheckoutFacts.KEY);
  }

  @Override
  public DirenvFacts read(FactKey<DirenvFacts> key, Host host, Facts soFar, Deadline deadline)
      throws IOException {
    CheckoutFacts checkout = soFar.get(CheckoutFacts.KEY);
    Path file = Path.of(checkout.path()).resolve(".envrc");
    if (!checkout.found() || !host.state(file).isFile()) {
      return new DirenvFacts(false, false, false);
    }
    String loaded = host.environment().getOrDefault("DIRENV_DIR", "").replaceFirst("^-", "");
    boolean active =
        loaded.startsWith("/") && host.real(Path.of(loaded)).equals(Path.of(checkout.path()));
    Optional<Path> data = data(host);
    String hash = hash(file, host.read(file, MOST_BYTES));
    boolean allowed =
        data.isPresent() && host.state(data.get().resolve("allow").resolve(hash)).isFile();
    return new DirenvFacts(true, allowed || active, active);
  }

  private static Optional<Path> data(Host host) {
    String named = host.environment().getOrDefault("XDG_DATA_HOME", "");
    return named.startsWith("/")
        ? Optional.of(Path.of(named, "direnv"))
        : host.home().map(home -> home.resolve(".local/share/direnv"));
  }

  private static String hash(Path file, byte[] content) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((file + "\n").getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(content));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // every Java has SHA-256
    }
  }
}
