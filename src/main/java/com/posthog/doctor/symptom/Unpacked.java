package com.posthog.doctor.symptom;

import io.airlift.compress.MalformedInputException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;

/**
 * What an unpacking stream gives, piece by piece: all that came before the place where it is
 * damaged, and then one sentence.
 */
final class Unpacked implements ReadableByteChannel {
  private static final int WIDEST_BITS = 23; // the library keeps 8 MiB

  private final InputStream stream;
  private final String name;
  private final byte[] piece = new byte[1 << 14];
  private boolean damaged;

  Unpacked(InputStream stream, String name) {
    this.stream = stream;
    this.name = name;
  }

  /**
   * A source of which more may always come: a stream of several packed parts asks whether there is
   * more before it looks, and a pipe that has nothing at that moment would be its end.
   */
  static InputStream endless(InputStream source) {
    return new FilterInputStream(source) {
      @Override
      public int available() {
        return 1;
      }
    };
  }

  /**
   * Zstandard, unless it looks back further than is kept.
   *
   * @param head how it begins
   */
  static InputStream narrow(InputStream source, byte[] head, String name) throws Unreadable {
    boolean whole = head.length > 4 && (head[4] & 0x20) != 0; // its size stands for its window
    int bits = whole || head.length < 6 ? 0 : 10 + ((head[5] & 0xff) >>> 3);
    boolean wider = bits == WIDEST_BITS && (head[5] & 7) != 0;
    if (bits > WIDEST_BITS || wider) {
      throw new Unreadable(
          name
              + " looks back further than 8 MiB; `zstd -dc --long=31 "
              + name
              + " | posthog-doctor diagnose` reads it");
    }
    return source;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (damaged) {
      throw new Unreadable(name + " is damaged or ends early");
    }
    int most = Math.min(piece.length, target.remaining());
    Arrays.fill(piece, 0, most, (byte) 0);
    int count;
    try {
      count = stream.read(piece, 0, most);
    } catch (ClosedByInterruptException interrupted) {
      throw interrupted;
    } catch (IOException
        | MalformedInputException
        | IllegalStateException
        | IllegalArgumentException
        | IndexOutOfBoundsException fault) {
      // what the libraries throw at bytes that are no packed ones is not told apart by its type
      damaged = true;
      count = written(most);
    }
    if (count > 0) {
      target.put(piece, 0, count);
    }
    return count;
  }

  /** How much was unpacked before a fault, which nobody says; zeros at its end are no text. */
  private int written(int most) {
    int count = most;
    while (count > 0 && piece[count - 1] == 0) {
      count--;
    }
    return count;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
