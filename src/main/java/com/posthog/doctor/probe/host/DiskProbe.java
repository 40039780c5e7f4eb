package com.posthog.doctor.probe.host;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.DiskFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.host.Space;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** Looks at the file system that the checkout, or an absolute path, lies on. */
public final class DiskProbe implements Probe<DiskFacts> {

  @Override
  public Set<FactKey<?>> needs(FactKey<DiskFacts> key) {
    return key.argument().startsWith("/") ? Set.of() : Set.of(CheckoutFacts.KEY);
  }

  @Override
  public DiskFacts read(FactKey<DiskFacts> key, Host host, Facts soFar, Deadline deadline)
      throws IOException {
    String name =
        key.argument().startsWith("/") ? key.argument() : soFar.get(CheckoutFacts.KEY).path();
    Path path = host.real(Path.of(name));
    Space space =
        host.space(path)
            .orElseThrow(() -> new IOException("the free space at " + path + " cannot be told"));
    Mount mount = mount(SystemFiles.text(host, "/proc/mounts"), path);
    return new DiskFacts(
        path.toString(),
        space.totalBytes(),
        space.freeBytes(),
        space.device(),
        mount.type(),
        mount.point(),
        mount.isWindowsDrive());
  }

  /** One line of the table of mounts. */
  private record Mount(String point, String type, String options) {
    boolean isWindowsDrive() {
      return type.equals("drvfs")
          || (type.equals("9p") || type.equals("virtiofs")) && options.contains("aname=drvfs");
    }
  }

  /** The mount with the longest point above the path. */
  private static Mount mount(String table, Path path) {
    Mount best = new Mount("", "", "");
    for (String line : table.split("\n", -1)) {
      // Docker Desktop writes options with blanks in them: only the first three fields are sure
      String[] fields = line.split(" ", 4);
      if (fields.length == 4) {
        String point = unescape(fields[1]);
        if (point.startsWith("/")
            && path.startsWith(point)
            && point.length() >= best.point().length()) {
          best = new Mount(point, fields[2], fields[3]);
        }
      }
    }
    return best;
  }

  private static String unescape(String field) {
    return field.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
  }
}
