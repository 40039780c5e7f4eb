package com.posthog.doctor.probe.tool;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.facts.RequirementFacts;
import com.posthog.doctor.facts.ToolboxFacts;
import com.posthog.doctor.facts.XmlsecFacts;
import com.posthog.doctor.host.Answer;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells whether xmlsec or lxml must be built here, and whether what that needs is installed. */
public final class XmlsecProbe implements Probe<XmlsecFacts> {
  private static final List<String> PACKAGES = List.of("xmlsec", "lxml");
  private static final List<String> LIBRARIES = List.of("xmlsec1", "libxml-2.0");
  private static final String LOCK = "uv.lock";
  private static final Pattern VERSION = Pattern.compile("(?m)^Version:\\s*(\\S+)");
  private static final Pattern MINOR = Pattern.compile("([0-9]+)\\.([0-9]+)");
  private static final int MOST_BYTES = 64 * 1024;
  private static final int MOST_ENTRIES = 5000;
  private static final int MOST_LOCK = 32 << 20;

  @Override
  public Set<FactKey<?>> needs(FactKey<XmlsecFacts> key) {
    return Set.of(CheckoutFacts.KEY, HostFacts.KEY, RequirementFacts.KEY, ToolboxFacts.KEY);
  }

  @Override
  public XmlsecFacts read(FactKey<XmlsecFacts> key, Host host, Facts soFar, Deadline deadline) {
    Path checkout = Path.of(soFar.get(CheckoutFacts.KEY).path());
    ToolboxFacts toolbox = soFar.get(ToolboxFacts.KEY);
    RequirementFacts.Need python =
        soFar
            .get(RequirementFacts.KEY)
            .tools()
            .getOrDefault("python", new RequirementFacts.Need(false, "", "", "", "", "", ""));
    Matcher minor = MINOR.matcher(python.range());
    String tag = minor.find() ? "cp" + minor.group(1) + minor.group(2) : "";
    HostFacts machine = soFar.get(HostFacts.KEY);
    String platform = tag + ", " + machine.os() + ", " + machine.arch();
    String lock = text(host, checkout.resolve(LOCK), MOST_LOCK);
    boolean used = lock.contains("name = \"xmlsec\"");
    List<String> build = new ArrayList<>();
    for (String name : PACKAGES) {
      if (used && mustBuild(lock, name, tag, machine)) {
        build.add(name);
      }
    }
    boolean installed = installed(host, toolbox.venv());
    List<String> found = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    if (!build.isEmpty() && !installed) {
      for (String library : LIBRARIES) {
        Optional<String> version = version(host, checkout, toolbox, library, deadline);
        version.ifPresentOrElse(
            number -> found.add(library + " " + number), () -> missing.add(library));
      }
    }
    return new XmlsecFacts(used, LOCK, installed, build, platform, found, missing);
  }

  /** Whether the lock file lists sources for a package, and no wheel that fits. */
  private static boolean mustBuild(String lock, String name, String tag, HostFacts machine) {
    int start = lock.indexOf("[[package]]\nname = \"" + name + "\"\n");
    if (start < 0) {
      return false;
    }
    int next = lock.indexOf("[[package]]", start + 1);
    String block = next < 0 ? lock.substring(start) : lock.substring(start, next);
    if (!block.contains("sdist = ")) {
      return false; // the lock file does not say what there is
    }
    return block
        .lines()
        .filter(line -> line.contains(".whl\""))
        .noneMatch(line -> fits(line, tag, machine));
  }

  private static boolean fits(String wheel, String tag, HostFacts machine) {
    boolean python = tag.isEmpty() || wheel.contains("-" + tag + "-") || wheel.contains("-abi3-");
    String arch =
        machine.arch().equals("arm64") ? machine.isMac() ? "arm64" : "aarch64" : machine.arch();
    boolean system = wheel.contains(machine.isMac() ? "macosx" : "manylinux");
    return python && system && (wheel.contains(arch) || wheel.contains("universal2"));
  }

  private static boolean installed(Host host, String venv) {
    if (venv.isEmpty()) {
      return false;
    }
    Path lib = Path.of(venv, "lib");
    try {
      for (String python : host.list(lib, 20)) {
        List<String> names = host.list(lib.resolve(python).resolve("site-packages"), MOST_ENTRIES);
        boolean xmlsec = names.stream().anyMatch(name -> name.startsWith("xmlsec-"));
        if (xmlsec && names.stream().anyMatch(name -> name.startsWith("lxml-"))) {
          return true;
        }
      }
    } catch (IOException nothingInstalled) {
      return false;
    }
    return false;
  }

  /**
   * The version of a library's headers: from its .pc file where that is known, else pkg-config's
   * word.
   */
  private static Optional<String> version(
      Host host, Path checkout, ToolboxFacts toolbox, String library, Deadline deadline) {
    Optional<Path> pkgConfig = Optional.empty();
    for (ToolboxFacts.Place place : toolbox.places()) {
      Path candidate = Path.of(place.folder(), "pkg-config");
      boolean ours = !host.real(candidate).startsWith(checkout);
      if (pkgConfig.isEmpty() && ours && host.state(candidate).isFile()) {
        pkgConfig = Optional.of(candidate);
      }
    }
    if (pkgConfig.isEmpty()) {
      return Optional.empty();
    }
    for (Path folder : folders(host, toolbox)) {
      Matcher version = VERSION.matcher(text(host, folder.resolve(library + ".pc"), MOST_BYTES));
      if (version.find()) {
        return Optional.of(version.group(1));
      }
    }
    Answer answer =
        host.ask(List.of(pkgConfig.get().toString(), "--modversion", library), deadline);
    return answer.succeeded() ? Optional.of(answer.firstLine()) : Optional.empty();
  }

  private static List<Path> folders(Host host, ToolboxFacts toolbox) {
    List<Path> folders = new ArrayList<>();
    for (String folder : host.environment().getOrDefault("PKG_CONFIG_PATH", "").split(":", -1)) {
      if (folder.startsWith("/")) {
        folders.add(Path.of(folder));
      }
    }
    if (!toolbox.folder().isEmpty()) {
      folders.add(Path.of(toolbox.folder()).resolveSibling("lib/pkgconfig"));
    }
    return folders;
  }

  private static String text(Host host, Path file, int limit) {
    try {
      return host.readText(file, limit);
    } catch (IOException unreadable) {
      return "";
    }
  }
}
