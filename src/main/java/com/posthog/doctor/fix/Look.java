package com.posthog.doctor.fix;

import com.posthog.doctor.host.FileState;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.model.Content;
import java.io.IOException;
import java.nio.file.Path;

/** What is at a path, as one word: the digest of a file, or what it is instead. */
final class Look {
  /** Nothing is there. */
  static final String NONE = "none";

  private static final int LARGEST = 256 << 20;

  private Look() {}

  static String at(Host host, Path path) {
    FileState state = host.state(path);
    if (!state.isFile()) {
      return state.kind() == FileState.Kind.MISSING ? NONE : state.kind().word();
    }
    try {
      return Content.of(host.read(path, LARGEST)).digest();
    } catch (IOException unreadable) {
      return "unreadable";
    }
  }

  /** The mode of a file in octal digits. */
  static String mode(Host host, Path path) {
    FileState state = host.state(path);
    return state.exists() ? Integer.toOctalString(state.mode() & 0777) : NONE;
  }
}
