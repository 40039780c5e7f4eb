package com.posthog.doctor.faults;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The table of {@code docs/faults.md}. */
final class Table {
  private static final Path FILE = Path.of(System.getProperty("basedir", "."), "docs/faults.md");
  private static final String HEAD =
      """
      # Faults

      Each of these was made on a real stack, told by `posthog-doctor check --profile services`, and taken away again:
      containers that run the real servers, and the app's processes, which ask them. A headline is what fails and is
      explained by nothing else; folded is what fails or waits because of it. `FaultsRealTest` makes them and keeps
      this page true (`-Dfixtures.write=true` writes it).

      | fault | headline | folded |
      |---|---|---|
      """;

  private final List<String> lines = new ArrayList<>();

  /** A finding as its check and its subject, or only the check where it has none. */
  static String headline(JsonObject finding, Stack stack) {
    String check = finding.get("check").getAsString();
    if (finding.get("subject").isJsonNull()) {
      return check;
    }
    String subject = finding.get("subject").getAsString();
    // ports are others each time
    return check + " " + stack.named(subject).orElse(subject);
  }

  void add(String fault, Set<String> headlines, Set<String> folded) {
    lines.add("| " + fault + " | " + words(headlines) + " | " + words(folded) + " |");
  }

  private static String words(Set<String> words) {
    return words.isEmpty() ? "–" : "`" + String.join("`, `", words) + "`";
  }

  String text() {
    return HEAD + String.join("\n", lines) + "\n";
  }

  static String onFile() throws IOException {
    return Files.exists(FILE) ? Files.readString(FILE) : "";
  }

  void write() throws IOException {
    Files.writeString(FILE, text());
  }
}
