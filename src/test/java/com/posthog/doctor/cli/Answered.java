package com.posthog.doctor.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A run on a terminal, where somebody answers what is asked. */
record Answered(int code, String out, String err) {

  /** A run in a checkout, with these lines of answers; where they end, the input ends too. */
  static Answered run(Path checkout, Path home, String answers, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Map<String, String> environment = new TreeMap<>(System.getenv());
    environment.remove("DEBUG");
    environment.remove("XDG_STATE_HOME");
    environment.put("HOME", home.toString());
    environment.put("TERM", "dumb");
    int code =
        Main.run(
            List.of(args),
            new Main.Streams(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                "012",
                new ByteArrayInputStream(answers.getBytes(StandardCharsets.UTF_8))),
            environment,
            checkout);
    return new Answered(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
