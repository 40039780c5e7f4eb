package com.posthog.doctor.probe.mmdb;

import com.maxmind.db.Metadata;
import com.maxmind.db.Reader;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.model.ByteSize;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.BufferUnderflowException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/** What is inside a file that should be a MaxMind database; the words are those of the fact. */
record MmdbContent(String word, String problem, String databaseType, Instant built) {
  /** A City database is about 60 MB; what is several times as large is something else. */
  private static final int MOST_BYTES = 384 << 20;

  /** The metadata stands within the last 128 KiB, says the format. */
  private static final int METADATA_WITHIN = 128 * 1024;

  private static final byte[] MARKER =
      "\u00AB\u00CD\u00EFMaxMind.com".getBytes(StandardCharsets.ISO_8859_1);

  private static final int SEPARATOR = 16;

  /** Addresses all over the tree: a whole database answers, or says that it has none of them. */
  private static final int[][] PLACES = {
    {1, 1, 1, 1}, {8, 8, 8, 8}, {51, 15, 1, 1}, {93, 184, 216, 34}, {128, 101, 101, 101},
    {151, 101, 1, 69}, {185, 60, 216, 35}, {192, 0, 2, 1}, {203, 0, 113, 1}, {213, 133, 98, 98}
  };

  /** Nothing was there to be read. */
  static MmdbContent none() {
    return new MmdbContent("", "", "", Instant.EPOCH);
  }

  private static MmdbContent bad(String word, String problem) {
    return new MmdbContent(word, problem, "", Instant.EPOCH);
  }

  /** Looks into a regular file of this size. */
  static MmdbContent of(Host host, Path file, long size) {
    if (size == 0) {
      return bad("empty", "");
    }
    try {
      byte[] end = host.tail(file, METADATA_WITHIN);
      if (lastIndexOf(end, MARKER) < 0) {
        return beginsLikePage(host, file, size) ? bad("page", "") : bad("no-metadata", "");
      }
      if (size > MOST_BYTES) {
        return bad("unreadable", "is larger than " + new ByteSize(MOST_BYTES));
      }
      return database(host.read(file, MOST_BYTES));
    } catch (IOException unreadable) {
      return bad("unreadable", String.valueOf(unreadable.getMessage()));
    }
  }

  private static boolean beginsLikePage(Host host, Path file, long size) throws IOException {
    if (size > 1 << 20) {
      return false;
    }
    String text = new String(host.read(file, 1 << 20), StandardCharsets.ISO_8859_1).strip();
    return text.startsWith("<") || text.startsWith("{");
  }

  private static MmdbContent database(byte[] bytes) throws IOException {
    Metadata metadata;
    try (Reader reader = new Reader(new ByteArrayInputStream(bytes))) {
      metadata = reader.getMetadata();
      String problem = problem(bytes, metadata);
      if (!problem.isEmpty()) {
        return damaged(problem, metadata);
      }
      for (int[] place : PLACES) {
        reader.get(InetAddress.getByAddress(address(place)), Map.class);
      }
    } catch (IOException
        | IndexOutOfBoundsException
        | BufferUnderflowException
        | ClassCastException
        | ArithmeticException
        | NegativeArraySizeException
        | IllegalArgumentException broken) {
      return bad("damaged", "its search tree or its data cannot be followed");
    }
    return new MmdbContent("database", "", metadata.databaseType(), metadata.buildTime());
  }

  private static MmdbContent damaged(String problem, Metadata metadata) {
    return new MmdbContent("damaged", problem, metadata.databaseType(), metadata.buildTime());
  }

  private static String problem(byte[] bytes, Metadata metadata) {
    if (metadata.binaryFormatMajorVersion() != 2) {
      return "its format is version " + metadata.binaryFormatMajorVersion() + ", not 2";
    }
    long tree = metadata.nodeCount() * metadata.recordSize() / 4;
    if (tree + SEPARATOR >= bytes.length) {
      return "its search tree would be larger than the file";
    }
    for (int i = 0; i < SEPARATOR; i++) {
      if (bytes[(int) tree + i] != 0) {
        return "its search tree does not end where it should";
      }
    }
    return "";
  }

  private static byte[] address(int[] parts) {
    return new byte[] {(byte) parts[0], (byte) parts[1], (byte) parts[2], (byte) parts[3]};
  }

  private static int lastIndexOf(byte[] bytes, byte[] wanted) {
    for (int at = bytes.length - wanted.length; at >= 0; at--) {
      int same = 0;
      while (same < wanted.length && bytes[at + same] == wanted[same]) {
        same++;
      }
      if (same == wanted.length) {
        return at;
      }
    }
    return -1;
  }
}
