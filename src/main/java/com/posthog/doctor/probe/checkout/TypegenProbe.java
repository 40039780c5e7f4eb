package com.posthog.doctor.probe.checkout;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.TypegenFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds logics of the frontend whose type file was not written, by names and a look into few files.
 */
public final class TypegenProbe implements Probe<TypegenFacts> {
  private static final int MOST_FOLDERS = 8000;
  private static final int MOST_READ = 80;
  private static final int MOST_NAMES = 10;
  private static final String TYPES = "Type.ts";

  @Override
  public Set<FactKey<?>> needs(FactKey<TypegenFacts> key) {
    return Set.of(CheckoutFacts.KEY);
  }

  @Override
  public TypegenFacts read(FactKey<TypegenFacts> key, Host host, Facts soFar, Deadline deadline) {
    Path frontend = Path.of(soFar.get(CheckoutFacts.KEY).path()).resolve("frontend");
    return new Walk(host, frontend).run(deadline);
  }

  /** One walk over {@code frontend/src}. */
  private static final class Walk {
    private final Host host;
    private final Path frontend;
    private final Deque<Path> open = new ArrayDeque<>();
    private final List<String> missing = new ArrayList<>();
    private final List<String> empty = new ArrayList<>();
    private int logics;
    private int types;
    private int reads;

    Walk(Host host, Path frontend) {
      this.host = host;
      this.frontend = frontend;
    }

    TypegenFacts run(Deadline deadline) {
      open.add(frontend.resolve("src"));
      int folders = 0;
      while (!open.isEmpty() && folders < MOST_FOLDERS && !deadline.isOver()) {
        folders++;
        folder(open.removeFirst());
      }
      return new TypegenFacts(
          logics,
          types,
          missing.subList(0, Math.min(MOST_NAMES, missing.size())),
          missing.size(),
          empty.subList(0, Math.min(MOST_NAMES, empty.size())),
          empty.size(),
          open.isEmpty());
    }

    private void folder(Path folder) {
      Set<String> names;
      try {
        names = new HashSet<>(host.list(folder, 20_000));
      } catch (IOException noFolder) {
        return;
      }
      for (String name : names.stream().sorted().toList()) {
        int dot = name.lastIndexOf('.');
        if (dot < 0) {
          // links are left out: they may lead in a circle
          if (host.link(folder.resolve(name)).isEmpty()) {
            open.addLast(folder.resolve(name));
          }
        } else if (name.endsWith("LogicType.ts") || name.endsWith("ogicType.tsx")) {
          types++;
          if (host.state(folder.resolve(name)).sizeBytes() == 0) {
            empty.add(relative(folder.resolve(name)));
          }
        } else if (name.endsWith("ogic.ts") || name.endsWith("ogic.tsx")) {
          logic(folder.resolve(name), name.substring(0, dot), names);
        }
      }
    }

    private void logic(Path file, String base, Set<String> names) {
      logics++;
      if (names.contains(base + TYPES)
          || names.contains(base + TYPES + "x")
          || reads >= MOST_READ) {
        return;
      }
      reads++;
      try {
        String text = host.readText(file, 1 << 20);
        if (text.contains("./" + base + "Type'") || text.contains("./" + base + "Type\"")) {
          missing.add(relative(file));
        }
      } catch (IOException unreadable) {
        reads--; // nothing was learned from it
      }
    }

    private String relative(Path file) {
      return "frontend/" + frontend.relativize(file);
    }
  }
}
