package com.posthog.doctor.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.TestCheckout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Looking never touches: neither the home folder, nor the checkout, nor the place for temporary
 * files.
 */
class DoNoHarmTest {
  @TempDir Path temporary;

  @Test
  void anExaminationWritesNothing() throws IOException {
    assertWritesNothing("check", "-v");
  }

  @Test
  void anExaminationInJsonWritesNothing() throws IOException {
    assertWritesNothing("check", "--format", "json");
  }

  @Test
  void aSnapshotWritesNothingButItsOutput() throws IOException {
    assertWritesNothing("snapshot");
  }

  private void assertWritesNothing(String... args) throws IOException {
    Path home = Files.createDirectories(temporary.resolve("home"));
    Files.writeString(home.resolve(".zshrc"), "export A=1\n");
    TestCheckout checkout = TestCheckout.of("layered", temporary);
    checkout.write(".env", "A=1\n");
    Map<String, String> before = listing(temporary);
    assertTrue(before.size() > 50, "too few files are watched");

    Doctor.Run run =
        Doctor.in(checkout.folder())
            .with("HOME", home.toString())
            .with("XDG_CONFIG_HOME", null)
            .with("XDG_CACHE_HOME", null)
            .with("XDG_STATE_HOME", null)
            .run(args);

    assertTrue(List.of(0, 1, 3).contains(run.code()), run::err);
    assertEquals(before, listing(temporary));
  }

  /** Every file with its size, mode and time of change. */
  private static Map<String, String> listing(Path folder) throws IOException {
    Map<String, String> listing = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.toList()) {
        listing.put(
            folder.relativize(one).toString(),
            Files.readAttributes(
                    one, "unix:size,mode,lastModifiedTime,ctime,ino", LinkOption.NOFOLLOW_LINKS)
                .toString());
      }
    }
    return listing;
  }
}
