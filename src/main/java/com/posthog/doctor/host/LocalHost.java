package com.posthog.doctor.host;

import com.posthog.doctor.model.Report;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The machine that the doctor runs on. */
public final class LocalHost implements Host {
  private static final Map<String, String> QUIET =
      Map.of(
          "LC_ALL", "C",
          "COREPACK_ENABLE_NETWORK", "0",
          "COREPACK_ENABLE_DOWNLOAD_PROMPT", "0",
          "npm_config_manage_package_manager_versions", "false",
          "RUSTUP_AUTO_INSTALL", "0",
          "GOTOOLCHAIN", "local",
          "UV_OFFLINE", "1",
          "HOMEBREW_NO_AUTO_UPDATE", "1");

  private static final Map<String, String> QUIET_GIT =
      Map.of(
          "GIT_OPTIONAL_LOCKS", "0",
          "GIT_NO_LAZY_FETCH", "1",
          // a git too old for the line above may still not reach for the network or run ssh
          "GIT_ALLOW_PROTOCOL", "none");

  private final Map<String, String> environment;
  private final Path folder;
  private final List<Report.Asked> journal = new ArrayList<>();

  /** The machine, seen from a folder with an environment. */
  public LocalHost(Map<String, String> environment, Path folder) {
    this.environment = Map.copyOf(environment);
    this.folder = folder;
  }

  @Override
  public String os() {
    String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (name.startsWith("mac")) {
      return "macos";
    }
    return name.startsWith("windows") ? "windows" : name;
  }

  @Override
  public Map<String, String> environment() {
    return environment;
  }

  @Override
  public String user() {
    return System.getProperty("user.name", "");
  }

  @Override
  public long uid() {
    // the JVM's own process folder belongs to the user who runs it
    return state(
            Path.of(os().equals("linux") ? "/proc/self" : System.getProperty("user.home", "/")))
        .owner();
  }

  @Override
  public Path folder() {
    return folder;
  }

  @Override
  public Optional<Path> home() {
    String home = environment.getOrDefault("HOME", "");
    return home.startsWith("/") ? Optional.of(Path.of(home)) : Optional.empty();
  }

  @Override
  public Optional<String> launched(String name) {
    String value = System.getProperty("posthog.doctor." + name);
    return Optional.ofNullable(
        value == null && name.equals("arch") ? System.getProperty("os.arch") : value);
  }

  @Override
  public java.time.Instant now() {
    return java.time.Instant.now();
  }

  @Override
  public FileState state(Path path) {
    try {
      Map<String, Object> attributes =
          Files.readAttributes(
              path, "unix:mode,uid,size,lastModifiedTime,isRegularFile,isDirectory");
      FileState.Kind kind =
          Boolean.TRUE.equals(attributes.get("isRegularFile"))
              ? FileState.Kind.FILE
              : Boolean.TRUE.equals(attributes.get("isDirectory"))
                  ? FileState.Kind.FOLDER
                  : FileState.Kind.OTHER;
      return new FileState(
          kind,
          (Long) attributes.getOrDefault("size", 0L),
          (Integer) attributes.getOrDefault("mode", 0) & 07777,
          (Integer) attributes.getOrDefault("uid", -1),
          ((FileTime) attributes.getOrDefault("lastModifiedTime", FileTime.fromMillis(0)))
              .toInstant());
    } catch (NoSuchFileException none) {
      return FileState.none(
          Files.isSymbolicLink(path) ? FileState.Kind.DANGLING : FileState.Kind.MISSING);
    } catch (AccessDeniedException denied) {
      return FileState.none(FileState.Kind.DENIED);
    } catch (FileSystemLoopException loop) {
      return FileState.none(FileState.Kind.LOOP);
    } catch (FileSystemException other) {
      boolean link = Files.isSymbolicLink(path);
      return FileState.none(link ? FileState.Kind.LOOP : FileState.Kind.MISSING);
    } catch (IOException | UnsupportedOperationException | SecurityException other) {
      return FileState.none(FileState.Kind.DENIED);
    }
  }

  @Override
  public byte[] read(Path path, int limit) throws IOException {
    FileState state = regular(path);
    // files under /proc say that they are empty, so the limit is kept while reading too
    if (state.sizeBytes() > limit) {
      throw new IOException("is larger than " + limit / 1024 + " KiB");
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] content = in.readNBytes(limit + 1);
      if (content.length > limit) {
        throw new IOException("is larger than " + limit / 1024 + " KiB");
      }
      return content;
    } catch (AccessDeniedException denied) {
      throw new IOException("may not be read by this user", denied);
    }
  }

  @Override
  public byte[] tail(Path path, int limit) throws IOException {
    FileState state = regular(path);
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      byte[] bytes = new byte[(int) Math.min(limit, state.sizeBytes())];
      file.seek(state.sizeBytes() - bytes.length);
      file.readFully(bytes);
      return bytes;
    }
  }

  @Override
  public byte[] head(Path path, int limit) throws IOException {
    regular(path);
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(limit);
    } catch (AccessDeniedException denied) {
      throw new IOException("may not be read by this user", denied);
    }
  }

  @Override
  public Optional<Space> space(Path path) {
    // asks the system about the path itself; java.nio.file.FileStore reads the whole table of
    // mounts
    long total = path.toFile().getTotalSpace();
    return total <= 0
        ? Optional.empty()
        : Optional.of(new Space(total, path.toFile().getUsableSpace(), device(path)));
  }

  private static String device(Path path) {
    try {
      return String.valueOf(Files.getAttribute(path, "unix:dev"));
    } catch (IOException | UnsupportedOperationException | SecurityException unknown) {
      return "";
    }
  }

  private FileState regular(Path path) throws IOException {
    FileState state = state(path);
    switch (state.kind()) {
      case FILE -> {
        return state;
      }
      case MISSING -> throw new NoSuchFileException(path.toString());
      case FOLDER -> throw new IOException("is a folder, not a file");
      case DENIED -> throw new IOException("may not be read by this user");
      case DANGLING -> throw new IOException("is a link to nothing");
      case LOOP -> throw new IOException("is a link that leads to itself");
      default -> throw new IOException("is not a regular file");
    }
  }

  @Override
  public List<String> list(Path path, int limit) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      for (Path entry : entries) {
        if (names.size() >= limit) {
          break;
        }
        names.add(String.valueOf(entry.getFileName()));
      }
    } catch (AccessDeniedException denied) {
      throw new IOException("may not be read by this user", denied);
    }
    Collections.sort(names);
    return names;
  }

  @Override
  public Optional<String> identity(Path path) {
    try {
      Map<String, Object> numbers = Files.readAttributes(path, "unix:dev,ino");
      long device = (Long) numbers.getOrDefault("dev", 0L);
      long major = device >> 8 & 0xfff | device >> 32 & 0xfffff000L;
      long minor = device & 0xff | device >> 12 & 0xffffff00L;
      return Optional.of(
          String.format(Locale.ROOT, "%02x:%02x:%s", major, minor, numbers.get("ino")));
    } catch (IOException | UnsupportedOperationException | SecurityException unknown) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<String> link(Path path) {
    try {
      return Optional.of(Files.readSymbolicLink(path).toString());
    } catch (IOException | SecurityException noLink) {
      return Optional.empty();
    }
  }

  @Override
  public Path real(Path path) {
    try {
      return path.toRealPath(new LinkOption[0]);
    } catch (IOException | SecurityException unreadable) {
      return path.toAbsolutePath().normalize();
    }
  }

  @Override
  public Answer ask(List<String> argv, Deadline deadline) {
    if (!Questions.permit(argv)) {
      throw new IllegalArgumentException("not on the list of questions: " + String.join(" ", argv));
    }
    List<String> resolved = new ArrayList<>(argv);
    if (!argv.get(0).startsWith("/")) {
      Optional<Path> program = which(argv.get(0));
      if (program.isEmpty()) {
        return new Answer(Answer.Outcome.ABSENT, -1, "", "not on PATH", java.time.Duration.ZERO);
      }
      resolved.set(0, program.get().toString());
    }
    Map<String, String> variables = new TreeMap<>(environment);
    variables.keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
    variables.putAll(QUIET);
    variables.putAll(QUIET_GIT);
    Path empty = Path.of("/var/empty");
    Answer answer =
        Programs.run(
            resolved,
            Files.isDirectory(empty) ? empty : Path.of("/"),
            variables,
            deadline.remainingWithin(deadline.limit()));
    note(argv, answer);
    return answer;
  }

  private void note(List<String> argv, Answer answer) {
    synchronized (journal) {
      journal.add(new Report.Asked(String.join(" ", argv), answer.took()));
    }
  }

  @Override
  public List<Report.Asked> journal() {
    synchronized (journal) {
      return List.copyOf(journal);
    }
  }

  @Override
  public List<String> addresses(String name, Deadline deadline) throws IOException {
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

  @Override
  public Reach knock(String address, int port, Deadline deadline) {
    int millis = (int) Math.min(2500, deadline.remainingWithin(deadline.limit()).toMillis());
    try (Socket socket = new Socket()) {
      deadline.guard(socket);
      socket.connect(new InetSocketAddress(address, port), Math.max(1, millis));
      return Reach.OPEN;
    } catch (SocketTimeoutException silent) {
      return Reach.SILENT;
    } catch (java.net.ConnectException refused) {
      return Reach.REFUSED;
    } catch (IOException unreachable) {
      return Reach.UNREACHABLE;
    }
  }

  @Override
  public HttpAnswer get(Endpoint endpoint, String path, int limit, Deadline deadline)
      throws IOException {
    return Http.get(endpoint, path, limit, deadline);
  }

  @Override
  public byte[] greet(String address, int port, byte[] words, int limit, Deadline deadline)
      throws IOException {
    return Greeting.exchange(address, port, words, limit, deadline);
  }
}
