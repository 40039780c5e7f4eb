package com.posthog.doctor.probe.node;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.PlaywrightFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares the browsers in Playwright's cache with the version that the checkout locks. */
public final class PlaywrightProbe implements Probe<PlaywrightFacts> {
  private static final Pattern LOCKED =
      Pattern.compile("  '?(?:@playwright/test|playwright|playwright-core)@([0-9][0-9.]*)'?:.*");
  private static final String LOCK = "pnpm-lock.yaml";
  private static final int LARGE = 32 << 20;
  private static final int SMALL = 1 << 20;
  private static final int MOST = 200;

  @Override
  public Set<FactKey<?>> needs(FactKey<PlaywrightFacts> key) {
    return Set.of(CheckoutFacts.KEY);
  }

  @Override
  public PlaywrightFacts read(
      FactKey<PlaywrightFacts> key, Host host, Facts soFar, Deadline deadline) throws IOException {
    CheckoutFacts checkout = soFar.get(CheckoutFacts.KEY);
    if (!checkout.found()) {
      throw new IOException("there is no PostHog checkout here");
    }
    Path top = Path.of(checkout.path());
    Path cache = cache(host);
    List<String> installed = new ArrayList<>();
    if (host.state(cache).isFolder()) {
      for (String name : host.list(cache, MOST)) {
        // the marker is written last: a download that was broken off has none
        if (host.state(cache.resolve(name).resolve("INSTALLATION_COMPLETE")).isFile()) {
          installed.add(name);
        }
      }
    }
    String version = "";
    String source = "";
    if (host.state(top.resolve(LOCK)).isFile()) {
      String[] lines = host.readText(top.resolve(LOCK), LARGE).split("\n", -1);
      for (int i = 0; i < lines.length && version.isEmpty(); i++) {
        Matcher locked = LOCKED.matcher(lines[i]);
        if (lines[i].contains("playwright") && locked.matches()) {
          version = locked.group(1);
          source = LOCK + ":" + (i + 1);
        }
      }
    }
    Optional<Path> browsers = browsers(host, top, version);
    return new PlaywrightFacts(
        version,
        source,
        cache.toString(),
        installed,
        browsers.isPresent() ? needed(host.readText(browsers.get(), SMALL)) : List.of(),
        browsers.map(file -> top.relativize(file).toString()).orElse(""));
  }

  private static Path cache(Host host) {
    Map<String, String> environment = host.environment();
    String chosen = environment.getOrDefault("PLAYWRIGHT_BROWSERS_PATH", "");
    if (chosen.startsWith("/")) {
      return Path.of(chosen);
    }
    Path home = host.home().orElse(Path.of("/"));
    if (host.os().equals("macos")) {
      return home.resolve("Library/Caches/ms-playwright");
    }
    String caches = environment.getOrDefault("XDG_CACHE_HOME", "");
    return (caches.startsWith("/") ? Path.of(caches) : home.resolve(".cache"))
        .resolve("ms-playwright");
  }

  /** The list of browsers of the installed package, where pnpm or npm has put it. */
  private static Optional<Path> browsers(Host host, Path top, String version) {
    if (version.isEmpty()) {
      return Optional.empty();
    }
    Path core = Path.of("node_modules/playwright-core/browsers.json");
    List<Path> places =
        List.of(
            top.resolve("node_modules/.pnpm/playwright-core@" + version).resolve(core),
            top.resolve(core));
    return places.stream().filter(place -> host.state(place).isFile()).findFirst();
  }

  /** The folders of the Chromium that this version wants: the tests use no other browser. */
  private static List<String> needed(String json) throws IOException {
    List<String> needed = new ArrayList<>();
    try {
      JsonObject all = JsonParser.parseString(json).getAsJsonObject();
      for (JsonElement one : all.getAsJsonArray("browsers")) {
        JsonObject browser = one.getAsJsonObject();
        if (browser.get("name").getAsString().equals("chromium")) {
          needed.add("chromium-" + browser.get("revision").getAsString());
        }
      }
    } catch (JsonParseException
        | IllegalStateException
        | NullPointerException
        | ClassCastException malformed) {
      throw new IOException("the list of browsers of playwright-core is not readable", malformed);
    }
    return needed;
  }
}
