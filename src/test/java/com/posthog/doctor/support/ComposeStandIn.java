package com.posthog.doctor.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * A docker command whose {@code compose}, which is not on every machine, takes exactly the
 * arguments that a test names, refuses all others, and then does with the real engine what compose
 * would. What is not for compose goes to the real command.
 */
public final class ComposeStandIn {
  private final Path folder;
  private final List<String> calls = new ArrayList<>();

  /** One that lies in a folder that is made. */
  public ComposeStandIn(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  /** A PATH on which it comes before the real command. */
  public String path() {
    return folder + ":" + System.getenv("PATH");
  }

  /**
   * Lets it take these arguments behind {@code docker compose}.
   *
   * @param cure lines of a shell that then run, where {@code "$real"} is the real command
   */
  public void takes(String cure, String... argv) throws IOException {
    StringBuilder wanted = new StringBuilder("<compose>");
    List.of(argv).forEach(word -> wanted.append('<').append(word).append('>'));
    calls.add("  '" + wanted + "') echo '" + wanted + "' >> \"$0.calls\"\n" + cure + " ;;\n");
    Path program = folder.resolve("docker");
    Files.writeString(
        program,
        "#!/bin/sh\nset -e\nreal=$(PATH=${PATH#*:} command -v docker)\n"
            + "[ \"$1\" = compose ] || exec \"$real\" \"$@\"\n"
            + "asked=$(printf '<%s>' \"$@\")\ncase \"$asked\" in\n"
            + String.join("", calls)
            + "  *) echo \"no such call: $asked\" >&2; exit 64 ;;\nesac\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** How often it was called so far. */
  public int asked() throws IOException {
    Path record = folder.resolve("docker.calls");
    return Files.exists(record) ? Files.readAllLines(record).size() : 0;
  }
}
