package com.posthog.doctor.probe.git;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What git knows at given paths, from the bytes of its index: no program is started for it. */
final class GitIndex {
  /** The bytes of an entry before its name: times, numbers, mode, size, hash and flags. */
  private static final int ENTRY = 62;

  private static final int HEADER = 12;
  private static final int HASH = 20;

  private GitIndex() {}

  /** {@code file} or {@code folder} for each of these paths that git knows. */
  static Map<String, String> kinds(byte[] index, Set<String> paths) throws IOException {
    if (index.length < HEADER || index[0] != 'D' || index[1] != 'I' || index[2] != 'R') {
      throw new IOException("git's index cannot be understood");
    }
    ByteBuffer bytes = ByteBuffer.wrap(index);
    int version = bytes.getInt(4);
    int entries = bytes.getInt(8);
    Map<String, String> kinds = new HashMap<>();
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
      before = kept + new String(index, start, end - start, StandardCharsets.UTF_8);
      note(before, paths, kinds);
      at = version == 4 ? end + 1 : at + (end - at + 8) / 8 * 8;
    }
    if (isSplit(bytes, at)) {
      throw new IOException("git's index is split into two files, which is not read here");
    }
    return kinds;
  }

  private static void note(String name, Set<String> paths, Map<String, String> kinds) {
    if (paths.contains(name)) {
      kinds.put(name, "file");
    }
    for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
      String folder = name.substring(0, slash);
      if (paths.contains(folder)) {
        kinds.put(folder, "folder");
      }
    }
  }

  /** Whether an extension says that the entries stand in another file. */
  private static boolean isSplit(ByteBuffer bytes, int from) {
    int at = from;
    while (at >= 0 && at + 8 + HASH <= bytes.capacity()) {
      if (bytes.getInt(at) == 0x6c696e6b) { // "link"
        return true;
      }
      at += 8 + Math.max(0, bytes.getInt(at + 4));
    }
    return false;
  }
}
