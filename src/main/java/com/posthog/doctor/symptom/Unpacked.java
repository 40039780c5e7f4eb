package com.posthog.doctor.symptom;

import io.airlift.compress.MalformedInputException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ReadableByteChannel;

/**
 * What an unpacking stream gives, piece by piece: all that came before the place where it is
 * damaged, and then one sentence.
 */
final class Unpacked implements ReadableByteChannel {
  private final InputStream stream;
  private final String name;
  private final byte[] piece = new byte[1 << 14];

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

  @Override
  public int read(ByteBuffer target) throws IOException {
    try {
      int count = stream.read(piece, 0, Math.min(piece.length, target.remaining()));
      if (count > 0) {
        target.put(piece, 0, count);
      }
      return count;
    } catch (ClosedByInterruptException interrupted) {
      throw interrupted;
    } catch (IOException
        | MalformedInputException
        | IllegalStateException
        | IllegalArgumentException
        | IndexOutOfBoundsException damaged) {
      // what the libraries throw at bytes that are no packed ones is not told apart by its type
      throw new Unreadable(name + " is damaged or ends early");
    }
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
