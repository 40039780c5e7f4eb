package com.posthog.doctor.probe.git;

import com.posthog.doctor.facts.BindMountFacts;
import com.posthog.doctor.facts.BindMountFacts.Source;
import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares what compose mounts from the checkout with what git has there. */
public final class BindMountProbe implements Probe<BindMountFacts> {
  private static final int LARGEST = 64 << 20;

  @Override
  public Set<FactKey<?>> needs(FactKey<BindMountFacts> key) {
    return Set.of(CheckoutFacts.KEY, ComposeFacts.KEY);
  }

  @Override
  public BindMountFacts read(FactKey<BindMountFacts> key, Host host, Facts soFar, Deadline deadline)
      throws IOException {
    CheckoutFacts checkout = soFar.get(CheckoutFacts.KEY);
    Path folder = Path.of(checkout.path());
    Map<String, ComposeFacts.Service> mounted = mounted(soFar.get(ComposeFacts.KEY));
    Path index = Path.of(checkout.gitFolder(), "index");
    if (checkout.gitFolder().isEmpty() || !host.state(index).isFile()) {
      return new BindMountFacts(false, List.of());
    }
    Map<String, String> known = new GitIndex(host.read(index, LARGEST)).kinds(mounted.keySet());
    List<Source> sources = new ArrayList<>();
    mounted.forEach(
        (path, service) ->
            sources.add(
                new Source(
                    path,
                    service.name(),
                    service.source(),
                    known.getOrDefault(path, "none"),
                    kind(host, folder, path))));
    return new BindMountFacts(true, sources);
  }

  /** Each source with the first service that starts here and mounts it. */
  private static Map<String, ComposeFacts.Service> mounted(ComposeFacts compose) {
    Map<String, ComposeFacts.Service> mounted = new LinkedHashMap<>();
    for (ComposeFacts.Service service : compose.active()) {
      for (String path : service.bindMounts()) {
        String plain = path.startsWith("./") ? path.substring(2) : path;
        mounted.putIfAbsent(plain.replaceAll("/+$", ""), service);
      }
    }
    return mounted;
  }

  private static String kind(Host host, Path folder, String path) {
    try {
      return host.state(folder.resolve(path)).kind().word();
    } catch (InvalidPathException impossible) {
      return "missing";
    }
  }
}
