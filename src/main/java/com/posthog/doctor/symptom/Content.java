package com.posthog.doctor.symptom;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** What the bytes of a source are, told by how they begin and not by the name of a file. */
final class Content implements ReadableByteChannel {
  private static final int HEAD = 1 << 13;

  private final Kind kind;
  private final ReadableByteChannel text;
  private final byte[] head;
  private int given;

  /** What bytes can be. */
  enum Kind {
    TEXT,
    BINARY,
    UTF16,
    GZIP,
    ZSTD
  }

  private Content(Kind kind, ReadableByteChannel text, byte[] head) {
    this.kind = kind;
    this.text = text;
    this.head = head;
  }

  /**
   * The text behind the bytes.
   *
   * @throws Unreadable when they are packed in a way that is not understood
   */
  static Content of(ReadableByteChannel source, String name) throws IOException {
    byte[] head = head(source);
    Kind kind = kind(head, name);
    if (kind == Kind.TEXT || kind == Kind.BINARY) {
      return new Content(kind, source, head);
    }
    InputStream all =
        new SequenceInputStream(new ByteArrayInputStream(head), Channels.newInputStream(source));
    try {
      return new Content(kind, new Unpacked(unpacked(kind, all, head, name), name), new byte[0]);
    } catch (EOFException | ZipException damaged) {
      throw new Unreadable(name + " begins like a packed file, but is damaged");
    }
  }

  private static InputStream unpacked(Kind kind, InputStream all, byte[] head, String name)
      throws IOException {
    Charset order = utf16(head);
    return switch (kind) {
      case GZIP -> new GZIPInputStream(Unpacked.endless(all), 1 << 16);
      case ZSTD -> new ZstdInputStream(Unpacked.narrow(all, head, name));
      default -> new Utf16Stream(all, order == null ? StandardCharsets.UTF_16LE : order);
    };
  }

  /** The first bytes; at least four, unless there are fewer. */
  private static byte[] head(ReadableByteChannel source) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(HEAD);
    while (buffer.position() < 4 && source.read(buffer) >= 0) {
      // four bytes tell what the rest is
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  /** What begins with these bytes. */
  static Kind kind(byte[] head, String name) throws Unreadable {
    if (begins(head, 0x1f, 0x8b)) {
      return Kind.GZIP;
    }
    if (begins(head, 0x28, 0xb5, 0x2f, 0xfd)) {
      return Kind.ZSTD;
    }
    if (begins(head, 0xfd, '7', 'z', 'X', 'Z')) {
      throw new Unreadable(
          name + " is packed with xz; `xzcat " + name + " | posthog-doctor diagnose` reads it");
    }
    if (begins(head, 'B', 'Z', 'h') && head.length > 3 && head[3] >= '1' && head[3] <= '9') {
      throw new Unreadable(
          name + " is packed with bzip2; `bzcat " + name + " | posthog-doctor diagnose` reads it");
    }
    if (begins(head, 'P', 'K', 3, 4)) {
      throw new Unreadable(
          name + " is a zip archive; `unzip -p " + name + " | posthog-doctor diagnose` reads it");
    }
    if (utf16(head) != null) {
      return Kind.UTF16;
    }
    int zeros = 0;
    for (byte one : head) {
      zeros += one == 0 ? 1 : 0;
    }
    return zeros > 0 ? Kind.BINARY : Kind.TEXT;
  }

  private static boolean begins(byte[] head, int... wanted) {
    for (int i = 0; i < wanted.length; i++) {
      if (i >= head.length || (head[i] & 0xff) != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  /** The order of its bytes when it is UTF-16: by its mark, or because every other byte is zero. */
  private static @Nullable Charset utf16(byte[] head) {
    if (begins(head, 0xff, 0xfe)) {
      return StandardCharsets.UTF_16LE;
    }
    if (begins(head, 0xfe, 0xff)) {
      return StandardCharsets.UTF_16BE;
    }
    int[] zeros = new int[2];
    for (int i = 0; i < head.length; i++) {
      zeros[i % 2] += head[i] == 0 ? 1 : 0;
    }
    int half = head.length / 2;
    boolean little = half > 4 && zeros[1] * 10 > half * 9 && zeros[0] * 10 < half;
    boolean big = half > 4 && zeros[0] * 10 > half * 9 && zeros[1] * 10 < half;
    return little ? StandardCharsets.UTF_16LE : big ? StandardCharsets.UTF_16BE : null;
  }

  Kind kind() {
    return kind;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (given < head.length) {
      int part = Math.min(target.remaining(), head.length - given);
      target.put(head, given, part);
      given += part;
      return part;
    }
    return text.read(target);
  }

  @Override
  public boolean isOpen() {
    return text.isOpen();
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
