package com.posthog.doctor.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The machine that the doctor runs on, to be touched. */
public final class LocalHands implements Hands {
  private static final int OWN = 0600;
  private static final int LARGEST_ANSWER = 4 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Override
  public void write(Path file, byte[] content) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      // a pipe or /dev/stdout takes the bytes as they come
      Files.write(file, content);
      return;
    }
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    Path folder = target.getParent();
    Path beside =
        Files.createTempFile(folder == null ? Path.of("/") : folder, ".posthog-doctor", ".tmp");
    try {
      fill(beside, content);
      Files.move(
          beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  @Override
  public void write(Path file, byte[] content, int mode) throws IOException {
    Path beside = Leftover.of(file);
    Files.deleteIfExists(beside); // left by one that was stopped: nobody else uses this name
    Files.createFile(
        beside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      fill(beside, content);
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        keepOwner(file, beside);
        keepAttributes(file, beside);
      }
      setMode(beside, mode);
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
    settle(file);
    if (!Arrays.equals(Files.readAllBytes(file), content)) {
      throw new IOException(file + " does not hold what was written to it");
    }
  }

  private static void fill(Path file, byte[] content) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      writeAll(channel, content);
    }
  }

  private static void writeAll(FileChannel channel, byte[] content) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(content);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    channel.force(true);
  }

  private static void keepOwner(Path from, Path to) throws IOException {
    Map<String, Object> old = Files.readAttributes(from, "unix:uid,gid", LinkOption.NOFOLLOW_LINKS);
    Map<String, Object> now = Files.readAttributes(to, "unix:uid,gid", LinkOption.NOFOLLOW_LINKS);
    for (String owner : new String[] {"gid", "uid"}) {
      if (!String.valueOf(old.get(owner)).equals(String.valueOf(now.get(owner)))) {
        Files.setAttribute(to, "unix:" + owner, old.get(owner));
      }
    }
  }

  /** Extended attributes, as far as a user may read and set them. */
  private static void keepAttributes(Path from, Path to) throws IOException {
    UserDefinedFileAttributeView old =
        Files.getFileAttributeView(from, UserDefinedFileAttributeView.class);
    UserDefinedFileAttributeView now =
        Files.getFileAttributeView(to, UserDefinedFileAttributeView.class);
    if (old == null || now == null) {
      return;
    }
    List<String> names;
    try {
      names = old.list();
    } catch (IOException unsupported) {
      return; // a file system without them
    }
    for (String name : names) {
      ByteBuffer value = ByteBuffer.allocate(old.size(name));
      old.read(name, value);
      value.flip();
      now.write(name, value);
    }
  }

  @Override
  public void append(Path file, byte[] content) throws IOException {
    boolean fresh = !Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.APPEND, StandardOpenOption.CREATE, LinkOption.NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(permissions(OWN)))) {
      writeAll(channel, content);
    }
    if (fresh) {
      settle(file);
    }
  }

  @Override
  public void makeFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(permissions(0700)));
      settle(folder);
    }
  }

  @Override
  public void setMode(Path file, int mode) throws IOException {
    Files.setPosixFilePermissions(file, permissions(mode));
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    Files.move(from, to); // without REPLACE_EXISTING
    settle(to);
  }

  @Override
  public void remove(Path file) throws IOException {
    if (Files.deleteIfExists(file)) {
      settle(file);
    }
  }

  @Override
  public Optional<Hold> hold(Path file, String holder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE, LinkOption.NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(permissions(OWN)));
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException ours) {
      // held within this process
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    if (lock == null) {
      return Optional.empty();
    }
    try {
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException unwritable) {
      channel.close();
      throw unwritable;
    }
    return Optional.of(() -> release(channel));
  }

  private static void release(FileChannel channel) {
    try {
      channel.truncate(0);
      channel.close();
    } catch (IOException closed) {
      // the system lets go of it when this process ends
    }
  }

  @Override
  public Ran run(Command command) throws IOException {
    return Commands.run(command);
  }

  @Override
  public HttpAnswer send(
      Endpoint endpoint,
      String method,
      String path,
      Map<String, String> headers,
      byte[] body,
      Deadline deadline)
      throws IOException {
    return Http.exchange(endpoint, method, path, headers, body, LARGEST_ANSWER, deadline);
  }

  @Override
  public boolean end(List<Running> processes) throws IOException {
    try {
      return Processes.end(processes, PATIENCE);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("it was interrupted", interrupted);
    }
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    EnumSet<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] all = PosixFilePermission.values(); // from owner read to others execute
    for (int i = 0; i < all.length; i++) {
      if ((mode & 0400 >> i) != 0) {
        permissions.add(all[i]);
      }
    }
    return permissions;
  }

  /** Makes a new name in a folder durable, where the system can do that. */
  private static void settle(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
