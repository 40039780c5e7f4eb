package com.posthog.doctor.cli;

import com.posthog.doctor.support.Doctor;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Variables that break whoever asks for one: what a bug of the doctor looks like from outside. */
final class BrokenEnvironment extends HashMap<String, String> {
  private static final long serialVersionUID = 1L;

  @Override
  public String getOrDefault(Object name, String otherwise) {
    throw new IllegalStateException("made for a test");
  }

  static Doctor.Run run(Map<String, String> environment, Path folder, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Main.run(
            List.of(args),
            new Main.Streams(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8)),
            environment,
            folder);
    return new Doctor.Run(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
