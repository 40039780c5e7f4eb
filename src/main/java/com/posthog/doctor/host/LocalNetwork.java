package com.posthog.doctor.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The names and ports that the machine reaches. */
final class LocalNetwork {
  static {
    // a name that a remedy has made known is looked for again right after it led nowhere
    Security.setProperty("networkaddress.cache.ttl", "0");
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
  }

  private LocalNetwork() {}

  static List<String> addresses(String name, Deadline deadline) throws IOException {
    // the resolver cannot be interrupted: it gets a thread of its own and a limit
    CompletableFuture<List<String>> found = new CompletableFuture<>();
    Thread resolver =
        new Thread(
            () -> {
              try {
                List<String> addresses = new ArrayList<>();
                for (InetAddress address : InetAddress.getAllByName(name)) {
                  addresses.add(address.getHostAddress());
                }
                found.complete(addresses);
              } catch (UnknownHostException none) {
                found.complete(List.of());
              }
            },
            "resolve");
    resolver.setDaemon(true);
    resolver.start();
    try {
      return found.get(
          deadline.remainingWithin(deadline.limit()).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException slow) {
      throw new IOException("the name " + name + " was not resolved within the time limit", slow);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    } catch (ExecutionException failed) {
      throw new IOException("the name " + name + " could not be resolved", failed);
    }
  }

  /** Where a port of a name or an address is, by what the resolver says now. */
  static InetSocketAddress place(String name, int port) {
    return new InetSocketAddress(name, port);
  }

  static Reach knock(String address, int port, Deadline deadline) {
    int millis = (int) Math.min(2500, deadline.remainingWithin(deadline.limit()).toMillis());
    try (Socket socket = new Socket()) {
      deadline.guard(socket);
      socket.connect(place(address, port), Math.max(1, millis));
      return Reach.OPEN;
    } catch (SocketTimeoutException silent) {
      return Reach.SILENT;
    } catch (java.net.ConnectException refused) {
      return Reach.REFUSED;
    } catch (IOException unreachable) {
      return Reach.UNREACHABLE;
    }
  }
}
