package com.posthog.doctor.probe.postgres;

import com.posthog.doctor.host.Deadline;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;

/**
 * A socket that is patient to the end of a deadline and no longer, however slowly the server drips:
 * each read waits only for what is left of the time.
 */
final class PatientSocket extends Socket {
  private final Deadline deadline;

  PatientSocket(Deadline deadline) {
    this.deadline = deadline;
    deadline.guard(this);
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new FilterInputStream(super.getInputStream()) {
      @Override
      public int read() throws IOException {
        await();
        return super.read();
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        await();
        return super.read(bytes, offset, length);
      }
    };
  }

  private void await() throws IOException {
    long left = deadline.remainingWithin(deadline.limit()).toMillis();
    if (left <= 1) {
      throw new SocketTimeoutException("the time is over");
    }
    setSoTimeout((int) left);
  }
}
