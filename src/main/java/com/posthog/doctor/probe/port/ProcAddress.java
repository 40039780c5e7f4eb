package com.posthog.doctor.probe.port;

/**
 * Addresses of {@code /proc/net/tcp} and {@code tcp6}: hexadecimal, each word of 32 bits in the
 * byte order of the machine, which is little endian on every machine that PostHog runs on.
 */
final class ProcAddress {
  private ProcAddress() {}

  /** The usual form; a v4-mapped address is the IPv4 address that it serves. */
  static String of(String hex) {
    int[] bytes = new int[hex.length() / 2];
    for (int i = 0; i < bytes.length; i++) {
      int inWord = i / 4 * 4 + 3 - i % 4;
      bytes[inWord] = Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
    }
    if (bytes.length == 4) {
      return dotted(bytes, 0);
    }
    return mapped(bytes) ? dotted(bytes, 12) : grouped(bytes);
  }

  private static boolean mapped(int[] bytes) {
    for (int i = 0; i < 10; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return bytes[10] == 0xff && bytes[11] == 0xff;
  }

  private static String dotted(int[] bytes, int from) {
    return bytes[from] + "." + bytes[from + 1] + "." + bytes[from + 2] + "." + bytes[from + 3];
  }

  /** Groups of 16 bits, the longest run of zeros left out. */
  private static String grouped(int[] bytes) {
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = bytes[2 * i] << 8 | bytes[2 * i + 1];
    }
    int gap = 8;
    int length = 1;
    for (int start = 0; start < 8; start++) {
      int end = start;
      while (end < 8 && groups[end] == 0) {
        end++;
      }
      if (end - start > length) {
        gap = start;
        length = end - start;
      }
    }
    String before = joined(groups, 0, Math.min(gap, 8));
    return gap == 8 ? before : before + "::" + joined(groups, gap + length, 8);
  }

  private static String joined(int[] groups, int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append(i == from ? "" : ":").append(Integer.toHexString(groups[i]));
    }
    return text.toString();
  }
}
