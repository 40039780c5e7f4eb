package com.posthog.doctor.cli;

import com.posthog.doctor.host.Host;
import com.posthog.doctor.host.LocalHands;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The tool on a machine that a test has set up: what it looks at is handed in. */
public final class StagedMain {
  private StagedMain() {}

  /** Runs one command, and returns its exit code. */
  public static int run(
      List<String> args,
      Main.Streams streams,
      Map<String, String> environment,
      Path folder,
      Host machine) {
    return Main.run(args, new House(streams, environment, folder, new LocalHands(), machine));
  }
}
