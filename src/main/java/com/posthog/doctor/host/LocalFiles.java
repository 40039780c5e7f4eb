package com.posthog.doctor.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
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

/** The files of the machine that the doctor runs on, to be read within limits. */
final class LocalFiles {
  private LocalFiles() {}

  static FileState state(Path path) {
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

  static byte[] read(Path path, int limit) throws IOException {
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

  static byte[] tail(Path path, int limit) throws IOException {
    FileState state = regular(path);
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      byte[] bytes = new byte[(int) Math.min(limit, state.sizeBytes())];
      file.seek(state.sizeBytes() - bytes.length);
      file.readFully(bytes);
      return bytes;
    }
  }

  static byte[] head(Path path, int limit) throws IOException {
    regular(path);
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(limit);
    } catch (AccessDeniedException denied) {
      throw new IOException("may not be read by this user", denied);
    }
  }

  static Optional<Space> space(Path path) {
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

  private static FileState regular(Path path) throws IOException {
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

  static List<String> list(Path path, int limit) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      for (Path entry : entries) {
        if (names.size() >= limit) {
          break;
        }
        names.add(name(path, entry));
      }
    } catch (AccessDeniedException denied) {
      throw new IOException("may not be read by this user", denied);
    }
    Collections.sort(names);
    return names;
  }

  /** The name of an entry; what of it is no text in this locale is replaced by question marks. */
  private static String name(Path folder, Path entry) {
    String name = String.valueOf(entry.getFileName());
    try {
      return folder.resolve(name).equals(entry) ? name : name.replace('\uFFFD', '?');
    } catch (InvalidPathException unspeakable) {
      return name.replaceAll("[^ -~]", "?");
    }
  }

  static Optional<String> identity(Path path) {
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

  static int names(Path path) {
    try {
      return (Integer) Files.getAttribute(path, "unix:nlink");
    } catch (IOException
        | UnsupportedOperationException
        | IllegalArgumentException
        | SecurityException unknown) {
      return 1;
    }
  }

  static Optional<String> link(Path path) {
    try {
      return Optional.of(Files.readSymbolicLink(path).toString());
    } catch (IOException | SecurityException noLink) {
      return Optional.empty();
    }
  }

  static Path real(Path path) {
    try {
      return path.toRealPath(new LinkOption[0]);
    } catch (IOException | SecurityException unreadable) {
      return path.toAbsolutePath().normalize();
    }
  }
}
