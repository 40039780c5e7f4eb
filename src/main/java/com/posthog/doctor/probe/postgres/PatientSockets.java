package com.posthog.doctor.probe.postgres;

import com.posthog.doctor.host.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Gives the driver its sockets. The driver makes it by its name, so the deadline comes from the
 * thread that connects.
 */
public final class PatientSockets extends SocketFactory {
  private static final ThreadLocal<Deadline> DEADLINE = new ThreadLocal<>();

  /** For the driver. */
  public PatientSockets() {}

  /** Lets the sockets that this thread asks for live until the deadline. */
  static void until(Deadline deadline) {
    DEADLINE.set(deadline);
  }

  /** Ends what {@link #until} began. */
  static void done() {
    DEADLINE.remove();
  }

  @Override
  public Socket createSocket() {
    return new PatientSocket(DEADLINE.get());
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress from, int fromPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  private static Socket connected(InetSocketAddress address) throws IOException {
    Socket socket = new PatientSocket(DEADLINE.get());
    socket.connect(address);
    return socket;
  }
}
