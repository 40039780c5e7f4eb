package com.posthog.doctor.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A standard stream of the process. When nobody reads any more ({@code | head -1}) the rest is
 * dropped in silence; any other loss is remembered. The write that is lost first throws, so that a
 * stream around it can tell.
 */
final class Outlet extends OutputStream {
  private final FileOutputStream stream;
  private volatile boolean dropping;
  private volatile String loss = "";

  Outlet(FileDescriptor descriptor) {
    this.stream = new FileOutputStream(descriptor);
  }

  @Override
  public void write(int single) throws IOException {
    write(new byte[] {(byte) single}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (dropping) {
      return;
    }
    try {
      stream.write(bytes, offset, length);
    } catch (IOException lost) {
      dropping = true;
      String reason = String.valueOf(lost.getMessage());
      loss = reason.contains("Broken pipe") || reason.contains("Stream Closed") ? "" : reason;
      throw lost;
    }
  }

  /** Drops all that is still written, because the process is being ended. */
  void drop() {
    dropping = true;
  }

  /** Why something could not be written; empty when all was, or when nobody reads any more. */
  String loss() {
    return loss;
  }
}
