package com.posthog.doctor.remedies;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.posthog.doctor.model.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the steps that were shown come to, worked out from what was shown alone: its diffs are
 * applied to the bytes that were there before. What a program makes cannot be known.
 */
final class Preview {
  private static final Pattern HUNK =
      Pattern.compile("@@ -(\\d+)(?:,(\\d+))? \\+\\d+(?:,\\d+)? @@");

  /** A new line whose secret is not shown. */
  private static final Pattern MASKED = Pattern.compile("(?m)^\\+.*(\\*\\*\\*|\\(hidden\\))");

  private final UnaryOperator<Path> places;
  private final Map<Path, Optional<byte[]>> files = new TreeMap<>();
  private final Map<Path, String> digests = new TreeMap<>();
  private final Map<Path, String> modes = new TreeMap<>();

  /** A preview of files that lie elsewhere, for what is a file of the system. */
  Preview(UnaryOperator<Path> places) {
    this.places = places;
  }

  /** Remembers what is there now, before anything is done. */
  void before(JsonObject item) throws IOException {
    for (JsonElement one : item.getAsJsonArray("steps")) {
      step(one.getAsJsonObject());
    }
  }

  private void step(JsonObject step) throws IOException {
    if (!step.get("effect").getAsString().equals("changes")) {
      forget(step);
      return;
    }
    Path file = Path.of(step.get("file").getAsString());
    byte[] now = files.containsKey(file) ? files.get(file).orElse(null) : at(file);
    String after = step.get("after").getAsString();
    switch (step.get("kind").getAsString()) {
      case "move-aside" -> {
        files.put(file, Optional.empty());
        if (now != null) {
          files.put(Path.of(after), Optional.of(now));
        }
      }
      case "set-mode" -> modes.put(file, after);
      default -> {
        String before = step.get("before").isJsonNull() ? "" : step.get("before").getAsString();
        assertEquals(before, now == null ? "" : Content.of(now).digest());
        String diff = step.get("diff").getAsString();
        boolean hidden = diff.contains("\nBinary: ") || MASKED.matcher(diff).find();
        if (hidden) {
          digests.put(file, after);
          files.remove(file);
        } else {
          byte[] fresh = patched(now == null ? "" : text(now), diff);
          assertEquals(after, Content.of(fresh).digest(), step::toString);
          files.put(file, Optional.of(fresh));
        }
      }
    }
  }

  /** A program was shown, and with it nothing of the files that it changes. */
  private void forget(JsonObject step) {
    if (!step.get("effect").getAsString().equals("says")) {
      files.values().removeIf(Optional::isEmpty);
    }
    if (step.has("touches")) {
      step.getAsJsonArray("touches")
          .forEach(one -> files.keySet().removeIf(file -> file.endsWith(one.getAsString())));
      step.getAsJsonArray("touches")
          .forEach(one -> modes.keySet().removeIf(file -> file.endsWith(one.getAsString())));
    }
  }

  private byte[] at(Path file) throws IOException {
    Path real = places.apply(file);
    return Files.isRegularFile(real) ? Files.readAllBytes(real) : null;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** A text with the hunks of a unified diff applied, each line of which must fit. */
  private static byte[] patched(String before, String diff) {
    List<String> old = lines(before);
    List<String> fresh = new ArrayList<>();
    int at = 0;
    List<String> shown = lines(diff);
    assertFalse(shown.isEmpty(), "a file is to change, and no diff was shown");
    for (int i = 0; i < shown.size(); i++) {
      String line = shown.get(i);
      Matcher hunk = HUNK.matcher(line.strip());
      if (hunk.matches()) {
        boolean empty = "0".equals(hunk.group(2));
        int start = Integer.parseInt(hunk.group(1)) - (empty ? 0 : 1);
        fresh.addAll(old.subList(at, start));
        at = start;
      } else if (i > 1 && !line.startsWith("\\")) {
        boolean open = i + 1 < shown.size() && shown.get(i + 1).startsWith("\\");
        String bare = line.substring(1, line.length() - (open ? 1 : 0));
        String known = line.charAt(0) == '+' ? bare : old.get(at++);
        if (!bare.contains("***")
            && !bare.contains("(hidden)")) { // what is secret is masked in what is shown
          assertEquals(known, bare, diff);
        }
        if (line.charAt(0) != '-') {
          fresh.add(known);
        }
      }
    }
    fresh.addAll(old.subList(at, old.size()));
    return String.join("", fresh).getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    for (int at = 0; at < text.length(); ) {
      int end = text.indexOf('\n', at) < 0 ? text.length() : text.indexOf('\n', at) + 1;
      lines.add(text.substring(at, end));
      at = end;
    }
    return lines;
  }

  /** Holds what is there now against what was shown. */
  void assertIsThere() throws IOException {
    for (Map.Entry<Path, Optional<byte[]>> file : files.entrySet()) {
      Path real = places.apply(file.getKey());
      if (file.getValue().isPresent()) {
        assertTrue(Files.isRegularFile(real), real + " is not there");
        assertArrayEquals(
            file.getValue().get(), Files.readAllBytes(real), () -> "other bytes in " + real);
      } else {
        assertFalse(Files.exists(real, LinkOption.NOFOLLOW_LINKS), real + " is there");
      }
    }
    for (Map.Entry<Path, String> file : digests.entrySet()) {
      byte[] bytes = Files.readAllBytes(places.apply(file.getKey()));
      assertEquals(file.getValue(), Content.of(bytes).digest(), file.getKey().toString());
    }
    for (Map.Entry<Path, String> file : modes.entrySet()) {
      int mode = (int) Files.getAttribute(places.apply(file.getKey()), "unix:mode") & 0777;
      assertEquals(file.getValue(), Integer.toOctalString(mode), file.getKey().toString());
    }
  }
}
