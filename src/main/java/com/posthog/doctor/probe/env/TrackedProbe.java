package com.posthog.doctor.probe.env;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.TrackedFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;

/**
 * Reads git's index for one file at the top of the checkout, so that no program has to be started.
 */
public final class TrackedProbe implements Probe<TrackedFacts> {
  private static final int LARGEST = 64 << 20;

  /** The bytes of an entry before its name: times, numbers, mode, size, hash and flags. */
  private static final int ENTRY = 62;

  private static final int HEADER = 12;

  @Override
  public Set<FactKey<?>> needs(FactKey<TrackedFacts> key) {
    return Set.of(CheckoutFacts.KEY);
  }

  @Override
  public TrackedFacts read(FactKey<TrackedFacts> key, Host host, Facts soFar, Deadline deadline)
      throws IOException {
    String path = key.argument();
    String git = soFar.get(CheckoutFacts.KEY).gitFolder();
    Path index = Path.of(git, "index");
    if (git.isEmpty() || !host.state(index).isFile()) {
      return new TrackedFacts(path, false, "there is no git index");
    }
    return new TrackedFacts(path, contains(host.read(index, LARGEST), path), ".git/index");
  }

  /**
   * Whether an index has an entry of this name; entries are sorted, so it stops behind its place.
   */
  static boolean contains(byte[] index, String name) throws IOException {
    if (index.length < HEADER || index[0] != 'D' || index[1] != 'I' || index[2] != 'R') {
      throw new IOException("git's index cannot be understood");
    }
    ByteBuffer bytes = ByteBuffer.wrap(index);
    int version = bytes.getInt(4);
    int entries = bytes.getInt(8);
    String before = "";
    int at = HEADER;
    for (int i = 0; i < entries && at + ENTRY < index.length; i++) {
      boolean extended = version >= 3 && (index[at + ENTRY - 2] & 0x40) != 0;
      int start = at + ENTRY + (extended ? 2 : 0);
      String kept = "";
      if (version == 4) {
        // a name gives how many letters of the one before it are not its own, then the rest
        int drop = index[start] & 0x7f;
        while ((index[start++] & 0x80) != 0) {
          drop = (drop + 1 << 7) + (index[start] & 0x7f);
        }
        kept = before.substring(0, Math.max(0, before.length() - drop));
      }
      int end = start;
      while (end < index.length && index[end] != 0) {
        end++;
      }
      before = kept + new String(index, start, end - start, StandardCharsets.ISO_8859_1);
      int order = before.compareTo(name);
      if (order >= 0) {
        return order == 0;
      }
      at = version == 4 ? end + 1 : at + (end - at + 8) / 8 * 8;
    }
    return false;
  }
}
