package com.posthog.doctor.probe.checkout;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.WorktreeFacts;
import com.posthog.doctor.facts.WorktreeFacts.Item;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Compares a git worktree with its main checkout in what git does not copy. */
public final class WorktreeProbe implements Probe<WorktreeFacts> {
  private static final List<String> VENVS = List.of(".flox/cache/venv", ".venv");

  @Override
  public Set<FactKey<?>> needs(FactKey<WorktreeFacts> key) {
    return Set.of(CheckoutFacts.KEY);
  }

  @Override
  public WorktreeFacts read(FactKey<WorktreeFacts> key, Host host, Facts soFar, Deadline deadline) {
    CheckoutFacts checkout = soFar.get(CheckoutFacts.KEY);
    if (!checkout.worktree()) {
      return new WorktreeFacts(false, "", List.of());
    }
    Path here = Path.of(checkout.path());
    Path there = Path.of(checkout.mainCheckout());
    List<Item> items = new ArrayList<>();
    items.add(item(host, here, there, ".env", ".env"));
    items.add(item(host, here, there, "share/GeoLite2-City.mmdb", "feature-flags"));
    items.add(item(host, here, there, "node_modules", "node-modules"));
    boolean own = !host.environment().getOrDefault("UV_PROJECT_ENVIRONMENT", "").isEmpty();
    boolean venvHere = own || VENVS.stream().anyMatch(name -> there(host, here.resolve(name)));
    for (String name : VENVS) {
      if (there(host, there.resolve(name))) {
        items.add(new Item(name, "venv", venvHere, true));
        break;
      }
    }
    return new WorktreeFacts(true, there.toString(), items);
  }

  private static Item item(Host host, Path here, Path there, String name, String service) {
    return new Item(
        name, service, there(host, here.resolve(name)), there(host, there.resolve(name)));
  }

  private static boolean there(Host host, Path path) {
    return host.state(path).exists();
  }
}
