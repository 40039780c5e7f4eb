package com.posthog.doctor.fix;

import com.posthog.doctor.host.FileState;
import com.posthog.doctor.host.Host;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where the files of steps lie, and which files may be touched at all. */
final class Place {
  private final Host host;
  private final Optional<Path> checkout;
  private final List<Path> roots = new ArrayList<>();
  private final List<Path> sources = new ArrayList<>();

  /**
   * The places of a machine.
   *
   * @param checkout the folder of the checkout, where relative names begin
   * @param gitFolder where git keeps its data, which for a worktree is elsewhere
   */
  Place(Host host, Optional<Path> checkout, Optional<Path> gitFolder) {
    this.host = host;
    this.checkout = checkout;
    checkout.ifPresent(roots::add);
    gitFolder.ifPresent(roots::add);
    checkout.ifPresent(sources::add);
    gitFolder.flatMap(Place::main).ifPresent(sources::add);
    host.home().filter(home -> home.getNameCount() > 0).ifPresent(roots::add);
  }

  /** The main checkout of a worktree: the folder that holds {@code .git}. */
  private static Optional<Path> main(Path gitFolder) {
    for (Path path = gitFolder; path != null; path = path.getParent()) {
      if (path.endsWith(".git")) {
        return Optional.ofNullable(path.getParent());
      }
    }
    return Optional.empty();
  }

  /** The file that a step copies, links followed: one of this checkout, or of its main checkout. */
  Path source(String file) throws Refused {
    Path real = host.real(absolute(file).normalize());
    if (sources.stream().noneMatch(root -> real.startsWith(host.real(root)))) {
      throw new Refused(file + " is outside of the checkout");
    }
    return real;
  }

  /** The folder that programs are run in. */
  Path folder() {
    return checkout.orElse(host.folder());
  }

  /** The path that a step names, links not followed. */
  Path named(String file, boolean privileged) throws Refused {
    if (file.isBlank() || file.chars().anyMatch(letter -> letter < ' ')) {
      throw new Refused("it names no file");
    }
    Path path = absolute(file).normalize();
    boolean allowed =
        privileged
            ? path.startsWith("/etc")
            : roots.stream()
                .anyMatch(
                    root -> path.startsWith(root) && path.getNameCount() > root.getNameCount());
    if (!allowed) {
      String where = privileged ? "/etc" : "the checkout and the home folder";
      throw new Refused("it lies outside of " + where);
    }
    if (!privileged && leadsOut(path)) {
      throw new Refused("a link in its path leads out of the checkout and the home folder");
    }
    return path;
  }

  /**
   * Whether its folder is elsewhere than its name says; a link in its own place is told instead.
   */
  private boolean leadsOut(Path path) {
    Path folder = path.getParent();
    while (folder != null && host.state(folder).kind() == FileState.Kind.MISSING) {
      folder = folder.getParent();
    }
    Path real = folder == null ? path : host.real(folder);
    return roots.stream().noneMatch(root -> real.startsWith(host.real(root)));
  }

  private Path absolute(String file) throws Refused {
    try {
      return resolved(file);
    } catch (InvalidPathException impossible) {
      throw new Refused("no file can have this name");
    }
  }

  private Path resolved(String file) throws Refused {
    if (file.startsWith("~/")) {
      Path home = host.home().orElseThrow(() -> new Refused("the home folder is not known"));
      return within(home, home.resolve(file.substring(2)));
    }
    Path path = Path.of(file);
    if (path.isAbsolute()) {
      return path;
    }
    Path base = checkout.orElseThrow(() -> new Refused("there is no checkout for it to lie in"));
    return within(base, base.resolve(path));
  }

  private static Path within(Path base, Path path) throws Refused {
    if (!path.normalize().startsWith(base.normalize())) {
      throw new Refused("it leads out of " + base);
    }
    return path;
  }

  /** The file behind all links, which is the one that is changed. */
  Path real(Path named) throws Refused {
    FileState state = host.state(named);
    return switch (state.kind()) {
      case MISSING -> {
        Path folder = named.getParent();
        if (folder == null || !host.state(folder).isFolder()) {
          throw new Refused("its folder does not exist");
        }
        yield host.real(folder).resolve(named.getFileName());
      }
      case FILE -> {
        Path file = host.real(named);
        if (Mounts.at(host, file)) {
          throw new Refused(
              "it is mounted from elsewhere, as containers do it, and cannot be replaced; edit it"
                  + " by hand");
        }
        yield file;
      }
      case FOLDER -> throw new Refused("it is a folder");
      case OTHER -> throw new Refused("it is no ordinary file");
      case DENIED -> throw new Refused("this user may not look at it");
      case DANGLING -> throw new Refused("it is a link to nothing");
      case LOOP -> throw new Refused("it is a link that leads to itself");
    };
  }

  /** A name for people: from the checkout, else from the home folder. */
  String shown(Path path) {
    if (checkout.isPresent() && path.startsWith(checkout.get())) {
      return checkout.get().relativize(path).toString();
    }
    Optional<Path> home = host.home().filter(path::startsWith);
    return home.map(folder -> "~/" + folder.relativize(path)).orElse(path.toString());
  }

  /** The name within the checkout, as git knows it; empty for a file elsewhere. */
  Optional<String> inCheckout(Path path) {
    return checkout.filter(path::startsWith).map(folder -> folder.relativize(path).toString());
  }
}
