package com.posthog.doctor.probe.env;

import com.posthog.doctor.host.FileState;
import com.posthog.doctor.host.Host;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The text files of a checkout, each read once and bounded; what cannot be read becomes a sentence.
 */
final class Sources {
  private static final int LARGEST = 1 << 20;

  private final Host host;
  private final Path checkout;
  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, String> unreadable = new HashMap<>();
  private final List<String> problems = new ArrayList<>();

  Sources(Host host, Path checkout) {
    this.host = host;
    this.checkout = checkout;
  }

  /** The content of a file; empty when it is missing, or cannot be read as text. */
  String text(String name) {
    return texts.computeIfAbsent(name, this::read);
  }

  /** Whether a file is there, readable or not. */
  boolean exists(String name) {
    return state(name).kind() != FileState.Kind.MISSING;
  }

  /** What is there: {@code file}, {@code missing}, {@code folder} … */
  String kind(String name) {
    return state(name).kind().word();
  }

  /** Why a file could not be read; empty when it was, or is missing. */
  String unreadable(String name) {
    return unreadable.getOrDefault(name, "");
  }

  /** What could not be read, one sentence each. */
  List<String> problems() {
    return problems;
  }

  private FileState state(String name) {
    return host.state(checkout.resolve(name));
  }

  private String read(String name) {
    try {
      byte[] bytes = host.read(checkout.resolve(name), LARGEST);
      if (isBinary(bytes)) {
        return refuse(name, "is no text");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (NoSuchFileException missing) {
      return "";
    } catch (IOException sentence) {
      String why = String.valueOf(sentence.getMessage());
      return refuse(name, why.startsWith("is ") || why.startsWith("may ") ? why : "cannot be read");
    }
  }

  private String refuse(String name, String why) {
    unreadable.put(name, why);
    problems.add(name + " " + why);
    return "";
  }

  private static boolean isBinary(byte[] bytes) {
    for (byte one : bytes) {
      if (one == 0) {
        return true;
      }
    }
    return false;
  }
}
