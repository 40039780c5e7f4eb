package com.posthog.doctor.probe.tool;

import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.facts.ToolboxFacts.Place;
import com.posthog.doctor.host.Host;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The folders where programs are looked for: the environment's, those of PATH, those known by name.
 */
record SearchPath(List<Place> places) {
  static final String ON_PATH = "PATH";
  static final String HOMEBREW = "Homebrew, which is not on PATH";
  static final String ELSEWHERE = "a folder that is not on PATH";

  static SearchPath of(Host host, HostFacts machine, Environment environment) {
    List<Place> places = new ArrayList<>();
    Set<String> onPath = folders(host);
    if (!environment.folder().isEmpty()) {
      String how = environment.active() ? "the active " : "the ";
      places.add(
          new Place(
              environment.folder(),
              how + environment.kind() + " environment",
              onPath.contains(environment.folder())));
    }
    for (String folder : onPath) {
      if (!folder.equals(environment.folder())) {
        places.add(new Place(folder, ON_PATH, true));
      }
    }
    known(host, machine)
        .forEach(
            place -> {
              if (!onPath.contains(place.folder())
                  && host.state(Path.of(place.folder())).isFolder()) {
                places.add(place);
              }
            });
    return new SearchPath(places);
  }

  /**
   * The absolute folders of PATH, each once; a relative one would mean the folder one stands in.
   */
  private static Set<String> folders(Host host) {
    Set<String> folders = new LinkedHashSet<>();
    for (String folder : host.environment().getOrDefault("PATH", "").split(":", -1)) {
      try {
        if (folder.startsWith("/")) {
          folders.add(Path.of(folder).normalize().toString());
        }
      } catch (InvalidPathException ignored) {
        // a part of PATH that cannot name a folder leads nowhere
      }
    }
    return folders;
  }

  private static List<Place> known(Host host, HostFacts machine) {
    List<Place> known = new ArrayList<>();
    if (machine.isMac()) {
      known.add(new Place("/opt/homebrew/bin", HOMEBREW, false));
      known.add(
          new Place("/usr/local/bin", machine.isAppleSilicon() ? ELSEWHERE : HOMEBREW, false));
      known.add(new Place("/Applications/Docker.app/Contents/Resources/bin", ELSEWHERE, false));
    } else {
      known.add(new Place("/usr/local/bin", ELSEWHERE, false));
      known.add(new Place("/home/linuxbrew/.linuxbrew/bin", ELSEWHERE, false));
      known.add(new Place("/snap/bin", ELSEWHERE, false));
    }
    host.home()
        .ifPresent(
            home -> {
              for (String folder :
                  List.of(".orbstack/bin", ".local/bin", ".cargo/bin", ".rd/bin")) {
                known.add(new Place(home.resolve(folder).toString(), ELSEWHERE, false));
              }
            });
    return known;
  }
}
