package com.posthog.doctor.probe.checkout;

import com.posthog.doctor.facts.ComposeFacts.Mount;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the volumes of a service: bind mounts with their absolute path, and named volumes. */
final class ComposeMounts {
  private final Path folder;
  private final String home;
  private final ComposeVariables variables;
  private final Map<String, Mount> binds = new LinkedHashMap<>();
  private final Map<String, String> named = new LinkedHashMap<>();

  ComposeMounts(Path folder, String home, ComposeVariables variables) {
    this.folder = folder;
    this.home = home;
    this.variables = variables;
  }

  /**
   * Reads the volumes of a service; what an overlay mounts at the same target replaces the rest.
   */
  ComposeMounts read(YamlTree service) {
    for (YamlTree item : service.find("volumes").map(YamlTree::items).orElse(List.of())) {
      if (item instanceof YamlTree.Fields) {
        String type = item.find("type").map(YamlTree::text).orElse("volume");
        String source = item.find("source").map(variables::fill).orElse("");
        String target = item.find("target").map(variables::fill).orElse("");
        add(type.equals("bind"), source, target, item.at());
      } else {
        String text = variables.fill(item);
        int colon = text.indexOf(':');
        if (colon > 0) {
          String source = text.substring(0, colon);
          String rest = text.substring(colon + 1);
          int mode = rest.indexOf(':');
          add(isPath(source), source, mode < 0 ? rest : rest.substring(0, mode), item.at());
        }
      }
    }
    return this;
  }

  private static boolean isPath(String source) {
    return source.startsWith(".") || source.startsWith("/") || source.startsWith("~");
  }

  private void add(boolean bind, String source, String target, YamlTree.Place at) {
    binds.remove(target);
    named.remove(target);
    if (source.isEmpty()) {
      return; // an anonymous volume
    }
    if (bind) {
      binds.put(target, new Mount(absolute(source, at), target, at.toString()));
    } else {
      named.put(target, source);
    }
  }

  /** A relative path is meant from the folder of the file that names it. */
  private String absolute(String source, YamlTree.Place at) {
    try {
      if (source.startsWith("~")) {
        return Path.of(home.isEmpty() ? "/" : home, source.substring(1)).normalize().toString();
      }
      Path file = folder.resolve(at.file());
      Path parent = file.getParent();
      return (parent == null ? folder : parent).resolve(source).normalize().toString();
    } catch (InvalidPathException impossible) {
      return source;
    }
  }

  /** Every bind mount. */
  List<Mount> binds() {
    return List.copyOf(binds.values());
  }

  /** The sources of bind mounts inside the checkout, relative to it. */
  List<String> inside() {
    List<String> inside = new ArrayList<>();
    String prefix = folder + "/";
    for (Mount mount : binds.values()) {
      if (mount.path().startsWith(prefix)) {
        inside.add(mount.path().substring(prefix.length()));
      }
    }
    return inside;
  }

  /** The named volumes. */
  List<String> volumes() {
    return named.values().stream().distinct().toList();
  }
}
