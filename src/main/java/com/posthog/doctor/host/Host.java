package com.posthog.doctor.host;

import com.posthog.doctor.model.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The world, to be looked at and never touched. Every method is bounded in time and size; none
 * changes the machine or runs code of a checkout.
 */
public interface Host {

  /** {@code macos}, {@code linux}, {@code windows}, or the name that Java gives, in lower case. */
  String os();

  /** The variables that the doctor was started with. */
  Map<String, String> environment();

  /** The name of the user; may be empty. */
  String user();

  /** The user's number; -1 when it could not be told. */
  long uid();

  /** The folder that the doctor was started in. */
  Path folder();

  /** The home folder; empty when it is unset and unknown. */
  Optional<Path> home();

  /**
   * What only the start could tell: {@code nofile}, the soft limit of open files before the JVM
   * raised it; {@code translated}, whether the shell ran under Rosetta; {@code arch}, the
   * architecture of this process.
   */
  Optional<String> launched(String name);

  /** What is at a path. */
  FileState state(Path path);

  /**
   * The whole content of a regular file. A larger file, a folder or a pipe is an error with a
   * sentence.
   */
  byte[] read(Path path, int limit) throws IOException;

  /** The last bytes of a regular file, at most {@code limit}. */
  byte[] tail(Path path, int limit) throws IOException;

  /** The first bytes of a regular file, at most {@code limit}. */
  byte[] head(Path path, int limit) throws IOException;

  /** The room of the file system that a path lies on; empty when that cannot be told. */
  Optional<Space> space(Path path);

  /** The names in a folder, sorted, at most {@code limit}. */
  List<String> list(Path folder, int limit) throws IOException;

  /**
   * The number of a file as {@code /proc/locks} writes it: {@code fe:00:2156178}; empty when it
   * cannot be told.
   */
  default Optional<String> identity(Path path) {
    return Optional.empty();
  }

  /** How many names a file has; 1 when that cannot be told. */
  default int names(Path path) {
    return 1;
  }

  /** Where a link points, as it is written; empty when it is no link. */
  Optional<String> link(Path path);

  /** The path after following every link; the path itself when that cannot be told. */
  Path real(Path path);

  /**
   * Asks a program of the reviewed list ({@link Questions}) and waits for its answer, at most until
   * the deadline.
   *
   * @throws IllegalArgumentException when the question is not on the list
   */
  Answer ask(List<String> argv, Deadline deadline);

  /** The addresses of a name, as this machine resolves it; empty when it does not. */
  List<String> addresses(String name, Deadline deadline) throws IOException;

  /** Whether a TCP port of an address takes a connection, which is closed at once. */
  Reach knock(String address, int port, Deadline deadline);

  /** Asks an HTTP server with GET; nothing else is ever sent. */
  default HttpAnswer get(Endpoint endpoint, String path, int limit, Deadline deadline)
      throws IOException {
    return get(endpoint, path, Map.of(), limit, deadline);
  }

  /**
   * The same with headers of the request, such as a login.
   *
   * @param headers names and values, without {@code Host}
   */
  HttpAnswer get(
      Endpoint endpoint, String path, Map<String, String> headers, int limit, Deadline deadline)
      throws IOException;

  /**
   * Says a few bytes to a TCP server and gives back what it says, at most {@code limit} bytes:
   * until so many are there, it hangs up, or the time is over. The words are a question of the
   * protocol that changes nothing: a request for its version, its state, or its terms.
   */
  byte[] greet(String address, int port, byte[] words, int limit, Deadline deadline)
      throws IOException;

  /**
   * What a server that is asked with a driver of its own was recorded to say, as the tree of that
   * fact; empty on a living machine, where the driver asks.
   *
   * @param fact the fact in the form of cards: {@code postgres(posthog)}
   * @throws IllegalStateException when this machine is recorded, and that answer is not
   */
  default Optional<Object> recorded(String fact) {
    return Optional.empty();
  }

  /** A process of this machine; empty when there is none of this number, or it cannot be told. */
  default Optional<Running> process(long pid) {
    return Optional.empty();
  }

  /** The programs that were asked so far, in the order of their answers, with the time of each. */
  default List<Report.Asked> journal() {
    return List.of();
  }

  /** The clock of this machine; {@link java.time.Instant#EPOCH} when it was not recorded. */
  java.time.Instant now();

  /** The content of a text file, as UTF-8 with bad bytes replaced. */
  default String readText(Path path, int limit) throws IOException {
    return new String(read(path, limit), java.nio.charset.StandardCharsets.UTF_8);
  }

  /** Where a bare program name is found on PATH; empty when it is not. */
  default Optional<Path> which(String program) {
    for (String folder : environment().getOrDefault("PATH", "").split(":", -1)) {
      if (folder.startsWith("/")) {
        Path candidate = Path.of(folder, program);
        FileState state = state(candidate);
        if (state.isFile() && state.executable()) {
          return Optional.of(candidate);
        }
      }
    }
    return Optional.empty();
  }
}
