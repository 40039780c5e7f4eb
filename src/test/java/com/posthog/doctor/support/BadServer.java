package com.posthog.doctor.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that takes connections on a port of 127.0.0.1 and is not what is expected there. Its
 * threads end when it is closed.
 */
public final class BadServer implements AutoCloseable {

  /** What is wrong with it. */
  public enum Kind {
    /** Takes connections and what is said, and never says anything. */
    BLACK_HOLE,
    /** Says bytes of no protocol, at once and after every word of the client. */
    GARBAGE,
    /** A web server: a page for a GET, {@code 400 Bad Request} for anything else. */
    HTTP,
    /** Says the greeting of an SSH server at once, and hangs up on whoever is no SSH client. */
    SSH,
    /** Says one byte a second, and has a lot to say. */
    DRIP,
    /** Takes the connection and hangs up. */
    CLOSES,
    /** A server that wants TLS: answers plain words with a TLS alert, and hangs up. */
    TLS
  }

  private static final byte[] PAGE =
      ("HTTP/1.1 200 OK\r\nServer: nginx/1.24.0\r\nContent-Type: text/html\r\n"
              + "Content-Length: 15\r\nConnection: close\r\n\r\n<p>It works</p>")
          .getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BAD_REQUEST =
      ("HTTP/1.1 400 Bad Request\r\nServer: nginx/1.24.0\r\nContent-Type: text/html\r\n"
              + "Content-Length: 18\r\nConnection: close\r\n\r\n<p>Bad Request</p>")
          .getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TLS_ALERT = {0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x46};

  private final Kind kind;
  private final byte[] drops;
  private final ServerSocket listener;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicInteger taken = new AtomicInteger();

  private BadServer(Kind kind, int port, byte[] drops) throws IOException {
    this.kind = kind;
    this.drops = drops;
    this.listener = new ServerSocket();
    listener.setReuseAddress(true);
    listener.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 100);
    daemon(this::takeAll);
  }

  /** A bad server on a free port. */
  public static BadServer of(Kind kind) throws IOException {
    return on(kind, 0);
  }

  /** A bad server on this port; 0 for a free one. */
  public static BadServer on(Kind kind, int port) throws IOException {
    return new BadServer(kind, port, PAGE);
  }

  /** One that says these bytes, one a second. */
  public static BadServer dripping(byte[] words, int port) throws IOException {
    return new BadServer(Kind.DRIP, port, words.clone());
  }

  /** The port that it listens on. */
  public int port() {
    return listener.getLocalPort();
  }

  /** How many connections it has taken so far. */
  public int taken() {
    return taken.get();
  }

  /** How many are still open when this time is over, or 0 once all are closed. */
  public int open(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    synchronized (open) {
      while (!open.isEmpty() && end > System.nanoTime()) {
        try {
          open.wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          return open.size();
        }
      }
      return open.size();
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "bad-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void takeAll() {
    while (over.getCount() > 0) {
      try {
        Socket client = listener.accept();
        taken.incrementAndGet();
        open.add(client);
        daemon(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      OutputStream out = client.getOutputStream();
      InputStream in = client.getInputStream();
      switch (kind) {
        case BLACK_HOLE -> in.transferTo(OutputStream.nullOutputStream());
        case GARBAGE -> babble(in, out);
        case HTTP -> answer(in, out);
        case SSH -> refuse(in, out);
        case DRIP -> drip(out);
        case CLOSES -> {}
        case TLS -> alert(in, out);
      }
    } catch (IOException hungUp) {
      // the client has had enough
    } finally {
      synchronized (open) {
        open.remove(client);
        open.notifyAll();
      }
    }
  }

  private static void babble(InputStream in, OutputStream out) throws IOException {
    Random random = new Random(7); // the same in every run
    byte[] words = new byte[512];
    byte[] heard = new byte[4096];
    do {
      random.nextBytes(words);
      out.write(words);
    } while (in.read(heard) >= 0);
  }

  private static void answer(InputStream in, OutputStream out) throws IOException {
    byte[] heard = new byte[8192];
    int count = in.read(heard);
    String words = count < 0 ? "" : new String(heard, 0, count, StandardCharsets.ISO_8859_1);
    out.write(words.startsWith("GET ") ? PAGE : BAD_REQUEST);
    hangUp(in, out);
  }

  private static void refuse(InputStream in, OutputStream out) throws IOException {
    out.write("SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n".getBytes(StandardCharsets.US_ASCII));
    byte[] heard = new byte[8192];
    int count = in.read(heard);
    if (count > 0 && !new String(heard, StandardCharsets.ISO_8859_1).startsWith("SSH-")) {
      out.write("Invalid SSH identification string.\r\n".getBytes(StandardCharsets.US_ASCII));
      hangUp(in, out);
    }
  }

  private static void alert(InputStream in, OutputStream out) throws IOException {
    if (in.read(new byte[8192]) > 0) {
      out.write(TLS_ALERT);
      hangUp(in, out);
    }
  }

  /** Closes so that the client still reads what was said: with unread words it would be a reset. */
  private static void hangUp(InputStream in, OutputStream out) throws IOException {
    out.flush();
    in.skipNBytes(in.available());
  }

  private void drip(OutputStream out) throws IOException {
    try {
      for (int i = 0; ; i = (i + 1) % drops.length) {
        out.write(drops[i]);
        if (over.await(1, TimeUnit.SECONDS)) {
          return;
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    over.countDown();
    close(listener);
    open.forEach(BadServer::close);
  }

  private static void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception gone) {
      // it was closed already
    }
  }
}
