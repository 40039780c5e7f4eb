package com.posthog.doctor.fix;

import com.posthog.doctor.host.Hands;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.model.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The cards of somebody else whose steps this user has allowed to be done, each by its path and by
 * the digest of its text: a card that is changed has to be trusted again.
 */
public final class Trusted {
  private static final int LARGEST = 1 << 20;

  private final Path file;
  private final Map<String, String> digests = new LinkedHashMap<>();

  private Trusted(Path file) {
    this.file = file;
  }

  /** What the user of this machine trusts; nothing when that is not known. */
  public static Trusted of(Host host) {
    Trusted trusted =
        new Trusted(Runs.folder(host).map(at -> at.resolve("trusted")).orElse(Act.NOWHERE));
    if (host.state(trusted.file).isFile() && host.state(trusted.file).owner() == host.uid()) {
      try {
        host.readText(trusted.file, LARGEST).lines().forEach(trusted::read);
      } catch (IOException unreadable) {
        trusted.digests.clear();
      }
    }
    return trusted;
  }

  private void read(String line) {
    if (line.length() > 66 && line.startsWith("  ", 64)) {
      digests.put(line.substring(66), line.substring(0, 64));
    }
  }

  /** The paths, as they were trusted. */
  public List<String> paths() {
    return List.copyOf(digests.keySet());
  }

  /** Whether this text at this path is trusted. */
  public boolean holds(String path, String text) {
    return Content.of(text).digest().equals(digests.get(path));
  }

  /** Trusts this text at this path. */
  public void add(Hands hands, String path, String text) throws IOException {
    digests.put(path, Content.of(text).digest());
    write(hands);
  }

  /**
   * Trusts a path no longer.
   *
   * @return whether it was trusted
   */
  public boolean remove(Hands hands, String path) throws IOException {
    boolean known = digests.remove(path) != null;
    if (known) {
      write(hands);
    }
    return known;
  }

  private void write(Hands hands) throws IOException {
    List<String> lines = new ArrayList<>();
    digests.forEach((path, digest) -> lines.add(digest + "  " + path + "\n"));
    Path folder = file.getParent();
    if (folder == null) {
      throw new IOException("there is no home folder to keep it in: set HOME or XDG_STATE_HOME");
    }
    hands.makeFolder(folder);
    hands.write(file, String.join("", lines).getBytes(StandardCharsets.UTF_8), 0600);
  }
}
