package com.posthog.doctor.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All files of a folder with their bytes, modes and links, to be compared before and after; without
 * git's own folder, which git writes to whenever it is asked.
 */
public final class Tree {
  private Tree() {}

  /** Each path, relative to the folder, with what is there. */
  public static Map<String, String> of(Path folder) {
    Map<String, String> tree = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.toList()) {
        String name = folder.relativize(one).toString();
        if (!name.equals(".git") && !name.contains(".git/")) {
          tree.put(name, what(one));
        }
      }
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
    return tree;
  }

  private static String what(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return "link to " + Files.readSymbolicLink(path);
    }
    String mode =
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    return Files.isDirectory(path)
        ? mode
        : mode + " " + new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
  }
}
