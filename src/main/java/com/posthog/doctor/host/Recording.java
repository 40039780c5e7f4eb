package com.posthog.doctor.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The files of a recorded host: {@code machine.yaml}, {@code commands.yaml}, {@code files.yaml},
 * {@code network.yaml} and {@code servers/*.yaml}; see {@code fixtures/README.md} for their shape.
 */
record Recording(
    Path place,
    String os,
    String user,
    long uid,
    Instant now,
    String folder,
    Map<String, String> environment,
    Map<String, String> launched,
    Map<String, Answer> commands,
    TreeMap<String, Entry> files,
    TreeMap<String, Path> mounts,
    Map<String, List<String>> names,
    Map<String, Reach> ports,
    Map<String, Reply> http,
    Map<String, Object> servers,
    List<String> sources) {

  /** A recorded file, folder or link. */
  @SuppressWarnings("ArrayRecordComponent") // entries are read, never compared
  record Entry(
      FileState.Kind kind,
      byte[] content,
      long size,
      int mode,
      long owner,
      Instant modified,
      String link,
      String identity) {}

  /** A recorded answer of a server; {@code refused} is the error when it did not answer. */
  record Reply(int status, Map<String, String> headers, String body, String refused) {}

  static Recording load(Path place) throws IOException {
    Map<?, ?> machine = map(read(place.resolve("machine.yaml")));
    long uid = number(machine.get("uid"), 501);
    TreeMap<String, Entry> files = new TreeMap<>();
    TreeMap<String, Path> mounts = new TreeMap<>();
    List<String> sources = new ArrayList<>();
    for (Object item : list(read(place.resolve("files.yaml")))) {
      addFile(map(item), place, uid, files, mounts, sources);
    }
    Map<String, Answer> commands = new LinkedHashMap<>();
    for (Object item : list(read(place.resolve("commands.yaml")))) {
      Map<?, ?> command = map(item);
      sources.add(text(command.get("source")));
      commands.put(text(command.get("ask")), answer(command));
    }
    Map<?, ?> network = map(read(place.resolve("network.yaml")));
    Map<String, List<String>> names = new LinkedHashMap<>();
    map(network.get("names"))
        .forEach(
            (name, all) -> names.put(text(name), list(all).stream().map(Recording::text).toList()));
    Map<String, Reply> http = new LinkedHashMap<>();
    for (Object item : list(network.get("http"))) {
      Map<?, ?> exchange = map(item);
      sources.add(text(exchange.get("source")));
      http.put(text(exchange.get("get")), reply(exchange, place));
    }
    Map<String, Reach> ports = new TreeMap<>();
    for (Map.Entry<String, String> port : texts(network.get("ports")).entrySet()) {
      ports.put(port.getKey(), one(Reach.class, port.getValue()));
    }
    Map<String, Object> servers = new LinkedHashMap<>();
    for (Path file : files(place.resolve("servers"))) {
      for (Object item : list(read(file))) {
        Map<?, ?> answer = map(item);
        sources.add(text(answer.get("source")));
        servers.put(text(answer.get("ask")), answer.get("answer"));
      }
    }
    return new Recording(
        place,
        text(machine.get("os")),
        text(machine.get("user")),
        uid,
        instant(machine.get("now")),
        text(machine.get("folder")),
        texts(machine.get("environment")),
        texts(machine.get("launched")),
        commands,
        files,
        mounts,
        names,
        ports,
        http,
        servers,
        sources);
  }

  /** The files of a folder, which need not exist. */
  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }

  private static void addFile(
      Map<?, ?> file,
      Path place,
      long uid,
      TreeMap<String, Entry> files,
      TreeMap<String, Path> mounts,
      List<String> sources)
      throws IOException {
    String path = text(file.get("path"));
    sources.add(text(file.get("source")));
    Object mount = file.get("mount");
    if (mount != null) {
      mounts.put(path, place.resolve(text(mount)).normalize());
      return;
    }
    boolean link = file.containsKey("link");
    String kind = file.containsKey("kind") ? text(file.get("kind")) : link ? "dangling" : "file";
    byte[] content =
        file.containsKey("base64")
            ? Base64.getMimeDecoder().decode(text(file.get("base64")))
            : file.containsKey("from")
                ? Files.readAllBytes(place.resolve(text(file.get("from"))))
                : text(file.get("text")).getBytes(StandardCharsets.UTF_8);
    files.put(
        path,
        new Entry(
            one(FileState.Kind.class, kind),
            content,
            number(file.get("size"), -1),
            mode(file.get("mode")),
            number(file.get("owner"), uid),
            instant(file.get("modified")),
            link ? text(file.get("link")) : "",
            text(file.get("identity"))));
  }

  private static Answer answer(Map<?, ?> command) throws IOException {
    Answer.Outcome outcome =
        command.containsKey("outcome")
            ? one(Answer.Outcome.class, text(command.get("outcome")))
            : Answer.Outcome.ENDED;
    return new Answer(
        outcome,
        (int) number(command.get("rc"), outcome == Answer.Outcome.ENDED ? 0 : -1),
        text(command.get("out")),
        text(command.get("err")),
        Duration.ofMillis(number(command.get("ms"), 5)));
  }

  private static Reply reply(Map<?, ?> exchange, Path place) throws IOException {
    String body =
        exchange.containsKey("from")
            ? Files.readString(place.resolve(text(exchange.get("from"))))
            : text(exchange.get("body"));
    return new Reply(
        (int) number(exchange.get("status"), 200),
        texts(exchange.get("headers")),
        body,
        text(exchange.get("refused")));
  }

  /** Whether something below this folder was recorded. */
  boolean hasChildren(String folder) {
    return !children(folder).isEmpty();
  }

  /** The names recorded directly below a folder. */
  TreeSet<String> children(String folder) {
    TreeSet<String> names = new TreeSet<>();
    String prefix = folder.endsWith("/") ? folder : folder + "/";
    for (String path : files.tailMap(prefix).keySet()) {
      if (!path.startsWith(prefix)) {
        break;
      }
      names.add(path.substring(prefix.length()).split("/", 2)[0]);
    }
    for (String path : mounts.keySet()) {
      if (path.startsWith(prefix)) {
        names.add(path.substring(prefix.length()).split("/", 2)[0]);
      }
    }
    return names;
  }

  /** Whether a recorded entry says that nothing is at this path, or above it. */
  boolean hides(String path) {
    for (@Nullable Path at = Path.of(path); at != null; at = at.getParent()) {
      @Nullable Entry entry = files.get(at.toString());
      if (entry != null && entry.kind() == FileState.Kind.MISSING) {
        return true;
      }
    }
    return false;
  }

  /** The recorded file of this name, for messages. */
  Path folderOf(String file) {
    return place.resolve(file);
  }

  private static @Nullable Object read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return null;
    }
    try {
      LoadSettings settings = LoadSettings.builder().setLabel(file.toString()).build();
      return new Load(settings).loadFromString(Files.readString(file));
    } catch (YamlEngineException malformed) {
      throw new IOException(
          "is not well-formed YAML: "
              + String.valueOf(malformed.getMessage()).replaceAll("\\s+", " ").strip(),
          malformed);
    }
  }

  private static <E extends Enum<E>> E one(Class<E> type, String word) throws IOException {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(word.replace('-', '_'))) {
        return constant;
      }
    }
    throw new IOException("says `" + word + "` where one of " + words(type) + " is meant");
  }

  private static <E extends Enum<E>> String words(Class<E> type) {
    return String.join(
        ", ",
        Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .toList());
  }

  private static Instant instant(@Nullable Object value) throws IOException {
    try {
      return value == null ? Instant.EPOCH : Instant.parse(text(value));
    } catch (DateTimeParseException malformed) {
      throw new IOException("says `" + text(value) + "` where a time is meant", malformed);
    }
  }

  private static int mode(@Nullable Object value) throws IOException {
    try {
      return value == null ? 0644 : Integer.parseInt(text(value), 8);
    } catch (NumberFormatException malformed) {
      throw new IOException("says `" + text(value) + "` where a mode is meant", malformed);
    }
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  private static long number(@Nullable Object value, long otherwise) {
    return value instanceof Number number ? number.longValue() : otherwise;
  }

  private static Map<String, String> texts(@Nullable Object value) {
    Map<String, String> texts = new TreeMap<>();
    map(value).forEach((name, one) -> texts.put(text(name), text(one)));
    return texts;
  }
}
