package com.posthog.doctor.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The world, to be touched. Only what acts is ever handed one. Each method is one durable write:
 * when it returns, what it did survives a power cut; when the machine stops within it, a file is
 * either as it was or as it was to be.
 */
public interface Hands {

  /** Writes a file whole: beside its place first, then moved there, so that it is never half. */
  void write(Path file, byte[] content) throws IOException;

  /**
   * Writes a file whole and gives it this mode; the owner of what was there stays. What was written
   * is read back and compared.
   */
  void write(Path file, byte[] content, int mode) throws IOException;

  /** Writes behind the end of a file, which is made for this user only when it is not there. */
  void append(Path file, byte[] content) throws IOException;

  /** Makes a folder for this user only, with the folders above it. */
  void makeFolder(Path folder) throws IOException;

  /** Gives a file a mode. */
  void setMode(Path file, int mode) throws IOException;

  /** Gives a file, folder or link another name; never in the place of something. */
  void move(Path from, Path to) throws IOException;

  /** Removes a file, or a folder that is empty; nothing there is fine. */
  void remove(Path file) throws IOException;

  /**
   * Holds a file until it is closed or this process ends, however it ends.
   *
   * @param holder what others read who come too late
   * @return empty when another one holds it
   */
  Optional<Hold> hold(Path file, String holder) throws IOException;

  /** A file that is held. */
  @FunctionalInterface
  interface Hold extends AutoCloseable {
    /** Lets it go. */
    @Override
    void close();
  }

  /**
   * Runs a program and waits for its end, at most for the limit.
   *
   * @throws Unstarted when it could not be started
   * @throws IOException when it is not known how far it came
   */
  Ran run(Command command) throws IOException;

  /**
   * Sends a request to an HTTP server that may change something there, and gives its answer.
   *
   * @param headers names and values, without {@code Host}
   */
  HttpAnswer send(
      Endpoint endpoint,
      String method,
      String path,
      Map<String, String> headers,
      byte[] body,
      Deadline deadline)
      throws IOException;

  /**
   * Ends processes in this order: TERM, a while of patience, KILL. One that is not, in number,
   * start and command, what is given here is left alone.
   *
   * @return whether all of them have ended
   */
  boolean end(List<Running> processes) throws IOException;
}
