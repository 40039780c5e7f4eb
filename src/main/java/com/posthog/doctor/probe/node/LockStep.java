package com.posthog.doctor.probe.node;

import com.posthog.doctor.host.FileState;
import com.posthog.doctor.host.Host;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * Whether what pnpm has installed is what {@code pnpm-lock.yaml} asks for: by content, never by
 * time. pnpm keeps the lock file that it installed; packages for other machines may be left out of
 * it.
 *
 * @param problem why they could not be compared; empty when they were
 * @param changed what differs, at most ten
 * @param count how many differ
 */
record LockStep(String problem, List<String> changed, int count) {
  private static final int MOST_BYTES = 32 << 20;
  private static final int MOST_NAMES = 10;
  private static final String WANTED = "pnpm-lock.yaml";
  private static final String INSTALLED = "node_modules/.pnpm/lock.yaml";

  /**
   * Compares the two lock files below a folder.
   *
   * @param importers the workspace folders to compare
   * @param packages whether to compare the packages too, which belong to no folder
   */
  static LockStep of(Host host, Path folder, Predicate<String> importers, boolean packages) {
    byte[] wanted;
    byte[] installed;
    try {
      wanted = read(host, folder, WANTED);
      installed = read(host, folder, INSTALLED);
    } catch (IOException unreadable) {
      return new LockStep(String.valueOf(unreadable.getMessage()), List.of(), 0);
    }
    if (Arrays.equals(wanted, installed)) {
      return new LockStep("", List.of(), 0);
    }
    return compare(parse(wanted), parse(installed), importers, packages);
  }

  private static byte[] read(Host host, Path folder, String name) throws IOException {
    Path file = folder.resolve(name);
    FileState state = host.state(file);
    if (state.isFile() && state.sizeBytes() > MOST_BYTES) {
      throw new IOException(name + " is larger than 32 MiB");
    }
    try {
      return host.read(file, MOST_BYTES);
    } catch (NoSuchFileException none) {
      throw new IOException(name + " does not exist", none);
    } catch (IOException unreadable) {
      throw new IOException(name + " " + unreadable.getMessage(), unreadable);
    }
  }

  private static PnpmLock parse(byte[] bytes) {
    return PnpmLock.parse(new String(bytes, StandardCharsets.UTF_8));
  }

  private static LockStep compare(
      PnpmLock wanted, PnpmLock installed, Predicate<String> importers, boolean packages) {
    if (wanted.conflict()) {
      return new LockStep(WANTED + " has the marks of an unfinished merge", List.of(), 0);
    }
    List<String> changed = new ArrayList<>();
    for (String importer : wanted.importers().keySet()) {
      boolean same =
          wanted.importers().get(importer).equals(installed.importers().get(importer))
              || wanted.asksForNothing(importer) && installed.asksForNothing(importer);
      if (importers.test(importer) && !same) {
        changed.add(importer.equals(".") ? "the top folder" : importer);
      }
    }
    if (packages) {
      for (String name : installed.packages()) {
        if (!wanted.packages().contains(name)) {
          changed.add(name);
        }
      }
    }
    return new LockStep(
        "", changed.subList(0, Math.min(MOST_NAMES, changed.size())), changed.size());
  }
}
