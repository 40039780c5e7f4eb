package com.posthog.doctor.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The help texts, as they stand beside this class. */
final class Help {
  static final List<String> TOPICS =
      List.of(
          "check",
          "fix",
          "undo",
          "trust",
          "diagnose",
          "explain",
          "snapshot",
          "help",
          "exit-codes",
          "waivers",
          "ci");

  private Help() {}

  static String text(String topic) {
    try (InputStream text = Help.class.getResourceAsStream("help/" + topic + ".txt")) {
      if (text == null) {
        throw new IllegalStateException("the help on " + topic + " is missing: build again");
      }
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException damaged) {
      throw new UncheckedIOException(damaged);
    }
  }
}
