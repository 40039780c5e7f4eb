package com.posthog.doctor.probe.git;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What git knows at given paths, from the bytes of its index: no program is started for it. */
final class GitIndex {
  /** The bytes of an entry before its name: times, numbers, mode, size, hash and flags. */
  private static final int ENTRY = 62;

  private static final int HEADER = 12;
  private static final int HASH = 20;
  private static final int LINK = 0x6c696e6b; // "link"

  /** One letter for each byte: git sorts names, and shortens them, by bytes. */
  private static final Charset BYTES = StandardCharsets.ISO_8859_1;

  private final byte[] index;
  private final ByteBuffer numbers;

  /**
   * The index in these bytes.
   *
   * @throws IOException when they are no index
   */
  GitIndex(byte[] index) throws IOException {
    if (index.length < HEADER || index[0] != 'D' || index[1] != 'I' || index[2] != 'R') {
      throw notUnderstood(null);
    }
    this.index = index;
    this.numbers = ByteBuffer.wrap(index);
  }

  /**
   * Whether git knows a file of this name.
   *
   * @throws IOException when it may stand in the other half of a split index
   */
  boolean contains(String path) throws IOException {
    String name = bytewise(path);
    boolean[] found = {false};
    int end =
        walk(
            entry -> {
              int order = entry.compareTo(name);
              found[0] = order == 0;
              return order < 0; // entries are sorted: behind its place it cannot come
            });
    if (!found[0]) {
      refuseHalf(end);
    }
    return found[0];
  }

  /** {@code file} or {@code folder} for each of these paths that git knows. */
  Map<String, String> kinds(Set<String> paths) throws IOException {
    Map<String, String> wanted = new HashMap<>();
    paths.forEach(path -> wanted.put(bytewise(path), path));
    Map<String, String> kinds = new HashMap<>();
    int end =
        walk(
            entry -> {
              note(entry, wanted, kinds);
              return true;
            });
    refuseHalf(end);
    return kinds;
  }

  private static void note(String entry, Map<String, String> wanted, Map<String, String> kinds) {
    String file = wanted.get(entry);
    if (file != null) {
      kinds.put(file, "file");
    }
    for (int slash = entry.indexOf('/'); slash > 0; slash = entry.indexOf('/', slash + 1)) {
      String folder = wanted.get(entry.substring(0, slash));
      if (folder != null) {
        kinds.put(folder, "folder");
      }
    }
  }

  /**
   * Shows the name of each entry until no more are wanted, goes on without reading names, and tells
   * where the entries end.
   */
  private int walk(Predicate<String> reader) throws IOException {
    try {
      return walkEntries(reader);
    } catch (IndexOutOfBoundsException broken) {
      throw notUnderstood(broken);
    }
  }

  private int walkEntries(Predicate<String> reader) {
    int version = numbers.getInt(4);
    int entries = numbers.getInt(8);
    boolean wanted = true;
    String before = "";
    int at = HEADER;
    for (int i = 0; i < entries && at + ENTRY < index.length; i++) {
      boolean extended = version >= 3 && (index[at + ENTRY - 2] & 0x40) != 0;
      int start = at + ENTRY + (extended ? 2 : 0);
      int drop = 0;
      if (version == 4) {
        // a name gives how many bytes of the one before it are not its own, then the rest
        drop = index[start] & 0x7f;
        while ((index[start++] & 0x80) != 0) {
          drop = (drop + 1 << 7) + (index[start] & 0x7f);
        }
      }
      int end = start;
      while (index[end] != 0) {
        end++;
      }
      if (wanted) {
        String kept = version == 4 ? before.substring(0, Math.max(0, before.length() - drop)) : "";
        before = kept + new String(index, start, end - start, BYTES);
        wanted = reader.test(before);
      }
      at = version == 4 ? end + 1 : at + (end - at + 8) / 8 * 8;
    }
    return at;
  }

  /** An extension behind the entries says when others stand in another file. */
  private void refuseHalf(int from) throws IOException {
    int at = from;
    while (at >= 0 && at + 8 + HASH <= index.length) {
      if (numbers.getInt(at) == LINK) {
        throw new IOException("git's index is split into two files, which is not read here");
      }
      at += 8 + Math.max(0, numbers.getInt(at + 4));
    }
  }

  private static String bytewise(String path) {
    return new String(path.getBytes(StandardCharsets.UTF_8), BYTES);
  }

  private static IOException notUnderstood(@Nullable Exception why) {
    return new IOException("git's index cannot be understood", why);
  }
}
