package com.posthog.doctor.symptom;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Text of two bytes a letter, such as PowerShell writes, as UTF-8. */
final class Utf16Stream extends InputStream {
  private final Reader reader;
  private final char[] letters = new char[1 << 13];
  private int kept; // the first half of a letter whose second is still to come
  private byte[] bytes = new byte[0];
  private int next;

  Utf16Stream(InputStream source, Charset order) {
    this.reader = new InputStreamReader(source, order);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    while (next == bytes.length) {
      int count = reader.read(letters, kept, letters.length - kept);
      if (count < 0) {
        return -1;
      }
      int all = kept + count;
      kept = Character.isHighSurrogate(letters[all - 1]) ? 1 : 0;
      bytes = new String(letters, 0, all - kept).getBytes(StandardCharsets.UTF_8);
      next = 0;
      letters[0] = letters[all - 1];
    }
    int part = Math.min(length, bytes.length - next);
    System.arraycopy(bytes, next, target, offset, part);
    next += part;
    return part;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
