package com.posthog.doctor.remedies;

import com.posthog.doctor.support.TestCheckout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One checkout of each era that is made once, and copied for each test. */
final class Templates {
  private static final Map<String, Path> MADE = new TreeMap<>();

  private Templates() {}

  /** A copy below a folder. */
  static TestCheckout copy(String era, Path folder) throws IOException {
    return TestCheckout.copied(made(era), folder);
  }

  private static synchronized Path made(String era) throws IOException {
    Path known = MADE.get(era);
    if (known != null) {
      return known;
    }
    Path folder = Files.createTempDirectory("posthog-doctor-template");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
    Path made = TestCheckout.of(era, folder).folder();
    MADE.put(era, made);
    return made;
  }

  private static void remove(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(one);
      }
    } catch (IOException left) {
      // in the temporary folder of the system it does no harm
    }
  }
}
