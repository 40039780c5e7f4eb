package com.posthog.doctor.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The fixtures of the project, read from its own folder so that modes and hidden files are there.
 */
public final class Fixtures {
  private Fixtures() {}

  /** The folder of the project. */
  public static Path project() {
    return Path.of(System.getProperty("basedir", "")).toAbsolutePath();
  }

  /** A file or folder below {@code fixtures}. */
  public static Path at(String name) {
    return project().resolve("fixtures").resolve(name);
  }

  /** The files directly in a folder of the fixtures, sorted. */
  public static List<Path> files(String folder) {
    try (Stream<Path> files = Files.list(at(folder))) {
      return files.sorted().toList();
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  /** The content of a YAML file. */
  public static Object yaml(Path file) {
    try {
      return new Load(
              LoadSettings.builder()
                  .setLabel(file.toString())
                  .setMaxAliasesForCollections(500)
                  .build())
          .loadFromString(Files.readString(file));
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }
}
