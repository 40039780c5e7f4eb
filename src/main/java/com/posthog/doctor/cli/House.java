package com.posthog.doctor.cli;

import com.posthog.doctor.check.Catalog;
import com.posthog.doctor.engine.Examination;
import com.posthog.doctor.engine.Limits;
import com.posthog.doctor.engine.Listener;
import com.posthog.doctor.engine.Selection;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.host.LocalHost;
import com.posthog.doctor.host.RecordedHost;
import com.posthog.doctor.probe.Probes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The only place where things are put together, each when it is needed and not before. */
final class House {
  private final Main.Streams streams;
  private final Map<String, String> environment;
  private final Path folder;

  House(Main.Streams streams, Map<String, String> environment, Path folder) {
    this.streams = streams;
    this.environment = environment;
    this.folder = folder;
  }

  Main.Streams streams() {
    return streams;
  }

  Map<String, String> environment() {
    return environment;
  }

  Path folder() {
    return folder;
  }

  Catalog catalog() {
    return Catalog.builtIn();
  }

  Host host(Optional<Path> replay) throws IOException {
    return replay.isPresent() ? new RecordedHost(replay.get()) : new LocalHost(environment, folder);
  }

  Examination.Result examine(
      Catalog catalog,
      Selection selection,
      Host host,
      Optional<Path> repo,
      Limits limits,
      Listener listener) {
    return Examination.run(catalog, selection, new Probes(repo)::find, host, limits, listener);
  }
}
