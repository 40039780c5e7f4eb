package com.posthog.doctor.probe.tool;

import com.posthog.doctor.host.Host;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The small text files of a checkout that declare something, each read once. */
final class CheckoutText {
  private static final int MOST_BYTES = 4 << 20;

  private final Host host;
  private final Path folder;
  private final Map<String, Content> read = new HashMap<>();

  CheckoutText(Host host, Path folder) {
    this.host = host;
    this.folder = folder;
  }

  /** The text of a file, or why there is none; {@code problem} is empty when it is only absent. */
  private record Content(Optional<String> text, String problem) {}

  /** The text of a file; empty when it is absent or unreadable. */
  Optional<String> find(String name) {
    return content(name).text();
  }

  /** Why a file that is there could not be read; empty when it could, or is absent. */
  String problem(String name) {
    return content(name).problem();
  }

  /** Whether something is at the path. */
  boolean exists(String name) {
    return host.state(folder.resolve(name)).exists();
  }

  private Content content(String name) {
    return read.computeIfAbsent(name, this::load);
  }

  private Content load(String name) {
    try {
      String text = host.readText(folder.resolve(name), MOST_BYTES);
      return new Content(Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text), "");
    } catch (NoSuchFileException absent) {
      return new Content(Optional.empty(), "");
    } catch (IOException unreadable) {
      return new Content(Optional.empty(), name + " " + unreadable.getMessage());
    }
  }

  /**
   * {@code name:12}, where the line is the first that holds the words; {@code name} if none does.
   */
  String place(String name, String words) {
    String text = find(name).orElse("");
    int at = text.indexOf(words);
    if (at < 0) {
      return name;
    }
    String before = text.substring(0, words.startsWith("\n") ? at + 1 : at);
    return name + ":" + (before.chars().filter(letter -> letter == '\n').count() + 1);
  }
}
