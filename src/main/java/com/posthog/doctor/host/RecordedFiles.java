package com.posthog.doctor.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The files of a recorded machine; one that was not recorded does not exist. */
final class RecordedFiles {
  private static final int MOST_LINKS = 40;

  private final Recording recording;

  RecordedFiles(Recording recording) {
    this.recording = recording;
  }

  FileState state(Path path) {
    String end = follow(path);
    if (end.isEmpty()) {
      return FileState.none(FileState.Kind.LOOP);
    }
    Recording.@Nullable Entry entry = recording.files().get(end);
    if (entry != null && entry.kind() != FileState.Kind.FOLDER) {
      return state(entry);
    }
    Optional<Path> mounted = mounted(end);
    if (mounted.isPresent() && Files.exists(mounted.get())) {
      return mountedState(mounted.get());
    }
    if (entry != null) {
      return state(entry);
    }
    if (recording.hasChildren(end)) {
      return new FileState(FileState.Kind.FOLDER, 0, 0755, recording.uid(), Instant.EPOCH);
    }
    boolean link = link(path).isPresent();
    return FileState.none(link ? FileState.Kind.DANGLING : FileState.Kind.MISSING);
  }

  private FileState state(Recording.Entry entry) {
    long size = entry.size() >= 0 ? entry.size() : entry.content().length;
    return new FileState(entry.kind(), size, entry.mode(), entry.owner(), entry.modified());
  }

  private FileState mountedState(Path file) {
    boolean folder = Files.isDirectory(file);
    int mode = folder || Files.isExecutable(file) ? 0755 : 0644;
    try {
      return new FileState(
          folder ? FileState.Kind.FOLDER : FileState.Kind.FILE,
          folder ? 0 : Files.size(file),
          mode,
          recording.uid(),
          Instant.EPOCH);
    } catch (IOException unreadable) {
      return FileState.none(FileState.Kind.DENIED);
    }
  }

  byte[] read(Path path, int limit) throws IOException {
    FileState state = state(path);
    if (!state.isFile()) {
      if (state.kind() == FileState.Kind.MISSING) {
        throw new java.nio.file.NoSuchFileException(path.toString());
      }
      throw new IOException(
          state.isFolder() ? "is a folder, not a file" : "is " + state.kind().word());
    }
    if (state.sizeBytes() > limit) {
      throw new IOException("is larger than " + limit / 1024 + " KiB");
    }
    String end = follow(path);
    Recording.@Nullable Entry entry = recording.files().get(end);
    if (entry != null && entry.kind() == FileState.Kind.FILE) {
      return entry.content();
    }
    return Files.readAllBytes(mounted(end).orElseThrow());
  }

  byte[] tail(Path path, int limit) throws IOException {
    byte[] all = read(path, Integer.MAX_VALUE - 16);
    return all.length <= limit ? all : Arrays.copyOfRange(all, all.length - limit, all.length);
  }

  byte[] head(Path path, int limit) throws IOException {
    byte[] all = read(path, Integer.MAX_VALUE - 16);
    return all.length <= limit ? all : Arrays.copyOf(all, limit);
  }

  List<String> list(Path path, int limit) throws IOException {
    if (!state(path).isFolder()) {
      throw new java.nio.file.NoSuchFileException(path.toString());
    }
    String end = follow(path);
    TreeSet<String> names = new TreeSet<>(recording.children(end));
    Optional<Path> mounted = mounted(end);
    if (mounted.isPresent() && Files.isDirectory(mounted.get())) {
      try (var entries = Files.list(mounted.get())) {
        entries.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
      }
    }
    names.removeIf(name -> recording.hides(end + "/" + name));
    return names.stream().limit(limit).toList();
  }

  Optional<String> identity(Path path) {
    Recording.@Nullable Entry entry = recording.files().get(follow(path));
    return entry == null || entry.identity().isEmpty()
        ? Optional.empty()
        : Optional.of(entry.identity());
  }

  Optional<String> link(Path path) {
    Recording.@Nullable Entry entry = recording.files().get(parentFollowed(path));
    return entry == null || entry.link().isEmpty() ? Optional.empty() : Optional.of(entry.link());
  }

  Path real(Path path) {
    String end = follow(path);
    return end.isEmpty() ? path : Path.of(end);
  }

  private String parentFollowed(Path path) {
    Path parent = path.normalize().getParent();
    if (parent == null || path.getFileName() == null) {
      return path.normalize().toString();
    }
    String folder = follow(parent);
    return (folder.equals("/") ? "" : folder) + "/" + path.getFileName();
  }

  /** Follows every recorded link of a path; empty when the links lead in a circle. */
  private String follow(Path path) {
    Path current =
        path.isAbsolute()
            ? path.normalize()
            : Path.of(recording.folder()).resolve(path).normalize();
    for (int links = 0; links < MOST_LINKS; links++) {
      Path next = followOnce(current);
      if (next.equals(current)) {
        return current.toString();
      }
      current = next;
    }
    return "";
  }

  private Path followOnce(Path path) {
    Path seen = Path.of("/");
    for (int i = 0; i < path.getNameCount(); i++) {
      seen = seen.resolve(path.getName(i));
      Recording.@Nullable Entry entry = recording.files().get(seen.toString());
      if (entry != null && !entry.link().isEmpty()) {
        Path parent = seen.getParent();
        Path target = (parent == null ? seen : parent).resolve(entry.link()).normalize();
        return i + 1 < path.getNameCount()
            ? target.resolve(path.subpath(i + 1, path.getNameCount())).normalize()
            : target;
      }
    }
    return path;
  }

  private Optional<Path> mounted(String path) {
    for (Map.Entry<String, Path> mount : recording.mounts().descendingMap().entrySet()) {
      if (path.equals(mount.getKey())) {
        return Optional.of(mount.getValue());
      }
      if (path.startsWith(mount.getKey() + "/")) {
        return recording.hides(path)
            ? Optional.empty()
            : Optional.of(mount.getValue().resolve(path.substring(mount.getKey().length() + 1)));
      }
    }
    return Optional.empty();
  }
}
