package com.posthog.doctor.probe.python;

import com.posthog.doctor.host.Host;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether what is installed in a virtual environment is what {@code uv.lock} asks for, by the names
 * of the folders that every installed package leaves.
 *
 * @param problem why it could not be compared; empty when it was
 * @param changed packages of another version
 * @param lacking direct dependencies that are not installed
 * @param locked the normalised names of all locked packages
 */
record VenvStep(String problem, List<String> changed, List<String> lacking, Set<String> locked) {
  private static final int MOST_BYTES = 32 << 20;
  private static final int MOST_NAMES = 20_000;
  private static final String INFO = ".dist-info";

  static VenvStep of(Host host, Path checkout, Path venv) {
    UvLock lock;
    try {
      lock = UvLock.parse(host.readText(checkout.resolve("uv.lock"), MOST_BYTES));
    } catch (NoSuchFileException none) {
      return failed("uv.lock does not exist");
    } catch (IOException unreadable) {
      return failed("uv.lock " + unreadable.getMessage());
    }
    try {
      return compare(lock, installed(host, venv));
    } catch (IOException unreadable) {
      return new VenvStep(
          "its installed packages cannot be listed", List.of(), List.of(), locked(lock));
    }
  }

  private static VenvStep failed(String problem) {
    return new VenvStep(problem, List.of(), List.of(), Set.of());
  }

  private static Set<String> locked(UvLock lock) {
    return new TreeSet<>(lock.versions().keySet());
  }

  private static VenvStep compare(UvLock lock, Map<String, String> installed) {
    List<String> changed = new ArrayList<>();
    installed.forEach(
        (name, version) -> {
          Set<String> versions = lock.versions().getOrDefault(name, Set.of());
          boolean same = versions.stream().anyMatch(one -> plain(one).equals(plain(version)));
          if (!versions.isEmpty() && !same) {
            changed.add(name + " " + version + " (" + String.join(" or ", versions) + ")");
          }
        });
    List<String> lacking =
        lock.direct().stream().filter(name -> !installed.containsKey(name)).toList();
    changed.sort(null);
    return new VenvStep("", changed, lacking, locked(lock));
  }

  /** The installed packages by normalised name. */
  private static Map<String, String> installed(Host host, Path venv) throws IOException {
    Map<String, String> installed = new HashMap<>();
    for (String python : host.list(venv.resolve("lib"), 100)) {
      Path packages = venv.resolve("lib").resolve(python).resolve("site-packages");
      if (!python.startsWith("python") || !host.state(packages).isFolder()) {
        continue;
      }
      for (String name : host.list(packages, MOST_NAMES)) {
        int dash = name.indexOf('-');
        if (name.endsWith(INFO) && dash > 0) {
          String version = name.substring(dash + 1, name.length() - INFO.length());
          installed.put(UvLock.normal(name.substring(0, dash)), version);
        }
      }
    }
    return installed;
  }

  /** A version whose numbers have no leading zeros: {@code 2024.08} and {@code 2024.8} are one. */
  private static String plain(String version) {
    StringBuilder plain = new StringBuilder();
    for (String part : version.split("\\.", -1)) {
      String number = part.replaceFirst("^0+(?=[0-9])", "");
      plain.append(plain.length() == 0 ? "" : ".").append(number);
    }
    return plain.toString();
  }
}
