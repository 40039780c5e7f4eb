package com.posthog.doctor.probe.mmdb;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.MmdbFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.FileState;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * Reads the GeoIP database of the checkout and what the checkout's download script wants beside it.
 */
public final class MmdbProbe implements Probe<MmdbFacts> {
  private static final String DATABASE = "share/GeoLite2-City.mmdb";
  private static final String SIDECAR = "share/GeoLite2-City.json";
  private static final String SCRIPT = "bin/download-mmdb";

  @Override
  public Set<FactKey<?>> needs(FactKey<MmdbFacts> key) {
    return Set.of(CheckoutFacts.KEY);
  }

  @Override
  public MmdbFacts read(FactKey<MmdbFacts> key, Host host, Facts soFar, Deadline deadline) {
    CheckoutFacts checkout = soFar.get(CheckoutFacts.KEY);
    Path folder = Path.of(checkout.path());
    Path database = folder.resolve(DATABASE);
    FileState state = host.state(database);
    MmdbContent content =
        state.isFile() ? MmdbContent.of(host, database, state.sizeBytes()) : MmdbContent.none();
    Script script = script(host, folder, checkout.isLayered());
    return new MmdbFacts(
        database.toString(),
        state.kind().word(),
        state.sizeBytes(),
        state.mode() < 0 ? "" : String.format(Locale.ROOT, "%04o", state.mode()),
        state.mode() < 0 || (state.mode() & 0004) != 0,
        content.word(),
        content.problem(),
        content.databaseType(),
        content.built(),
        host.now(),
        sidecar(host, folder.resolve(SIDECAR)),
        script.wantsSidecar(),
        script.source());
  }

  /** What the checkout's own script says about the file beside the database. */
  private record Script(boolean wantsSidecar, String source) {}

  private static Script script(Host host, Path folder, boolean layered) {
    try {
      String text = host.readText(folder.resolve(SCRIPT), 256 * 1024);
      return new Script(text.contains("GeoLite2-City.json"), SCRIPT);
    } catch (IOException none) {
      return new Script(layered, "built in: the checkout does not say");
    }
  }

  private static String sidecar(Host host, Path file) {
    FileState state = host.state(file);
    if (!state.isFile()) {
      return state.kind() == FileState.Kind.MISSING ? "missing" : "broken";
    }
    try {
      String text = new String(host.read(file, 64 * 1024), StandardCharsets.UTF_8);
      return JsonParser.parseString(text).getAsJsonObject().has("date") ? "present" : "broken";
    } catch (IOException | JsonParseException | IllegalStateException unreadable) {
      return "broken";
    }
  }
}
