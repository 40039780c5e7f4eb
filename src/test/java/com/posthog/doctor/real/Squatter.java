package com.posthog.doctor.real;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A process that holds a port until it is let go, for tests that need a real owner. */
final class Squatter implements AutoCloseable {
  private final Process starter;
  private final ProcessHandle holder;

  private Squatter(Process starter, ProcessHandle holder) {
    this.starter = starter;
    this.holder = holder;
  }

  /**
   * The process itself.
   *
   * @param args an address, a port, and {@code stay} when nobody will say that it should end
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    int port = Integer.parseInt(args[1]);
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(args[0]))) {
      System.out.println("ready on " + socket.getLocalPort());
      System.out.flush();
      if (args.length > 2) {
        boolean never = new CountDownLatch(1).await(2, TimeUnit.MINUTES);
        System.out.println(never);
      } else {
        int end = System.in.read();
        System.out.println(end);
      }
    }
  }

  /** A process of this user that works in a folder. */
  static Squatter on(String address, int port, Path folder) throws IOException {
    return start(List.of(), address, port, folder);
  }

  /** A process of another user. */
  static Squatter of(String user, String group, String address, int port, Path folder)
      throws IOException {
    return start(
        List.of("setpriv", "--reuid=" + user, "--regid=" + group, "--clear-groups", "--"),
        address,
        port,
        folder);
  }

  private static Squatter start(List<String> before, String address, int port, Path folder)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(java(address, port));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    awaitReady(reader(process));
    return new Squatter(process, process.toHandle());
  }

  /** A process whose starter has ended, so that the first process of the machine adopts it. */
  static Squatter leftBehind(String address, int port, Path folder) throws IOException {
    // the starter stays until the line "ready" is through: what comes after its end would be lost
    Path pipe = Files.createTempDirectory("squatter").resolve("ready");
    String line =
        String.format(
            "mkfifo %1$s && { %2$s stay > %1$s & echo $!; } && head -n 1 %1$s",
            pipe, "'" + String.join("' '", java(address, port)) + "'");
    Process shell =
        new ProcessBuilder("sh", "-c", line)
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader output = reader(shell);
    long pid = Long.parseLong(output.readLine());
    awaitReady(output);
    shell.onExit().join(); // only then is it nobody's child
    return new Squatter(shell, ProcessHandle.of(pid).orElseThrow());
  }

  private static List<String> java(String address, int port) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx32m"));
    if (address.equals("127.0.0.1") || address.equals("0.0.0.0")) {
      command.add("-Djava.net.preferIPv4Stack=true");
    }
    String bare = address.startsWith("mapped:") ? address.substring("mapped:".length()) : address;
    command.addAll(
        List.of("-cp", classes(), Squatter.class.getName(), bare, Integer.toString(port)));
    return command;
  }

  private static String classes() {
    try {
      return Path.of(Squatter.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static BufferedReader reader(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private static void awaitReady(BufferedReader output) throws IOException {
    String line = output.readLine();
    if (line == null || !line.startsWith("ready")) {
      throw new IllegalStateException("it does not listen: " + line);
    }
  }

  long pid() {
    return holder.pid();
  }

  /** The process that it has as its parent now. */
  long parent() {
    return holder.parent().map(ProcessHandle::pid).orElse(0L);
  }

  @Override
  public void close() {
    holder.destroyForcibly();
    holder.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    starter.destroyForcibly();
  }
}
