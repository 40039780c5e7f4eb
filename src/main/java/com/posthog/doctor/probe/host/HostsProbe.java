package com.posthog.doctor.probe.host;

import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.facts.HostsFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads the hosts file and, inside a container, the networks that the container is part of. */
public final class HostsProbe implements Probe<HostsFacts> {
  private static final String FILE = "/etc/hosts";

  /** Lists of blocked sites make files of several megabytes. */
  private static final int MOST_BYTES = 32 << 20;

  private static final int MOST_LINES = 1000;

  @Override
  public Set<FactKey<?>> needs(FactKey<HostsFacts> key) {
    return Set.of(HostFacts.KEY);
  }

  @Override
  public HostsFacts read(FactKey<HostsFacts> key, Host host, Facts soFar, Deadline deadline)
      throws IOException {
    boolean container = !soFar.get(HostFacts.KEY).container().isEmpty();
    return new HostsFacts(
        FILE,
        lines(text(host)),
        container ? networks(SystemFiles.text(host, "/proc/net/route")) : List.of());
  }

  private static String text(Host host) throws IOException {
    try {
      return host.readText(Path.of(FILE), MOST_BYTES);
    } catch (NoSuchFileException none) {
      return "";
    } catch (IOException unreadable) {
      throw new IOException(FILE + " " + unreadable.getMessage(), unreadable);
    }
  }

  private static List<HostsFacts.Line> lines(String text) {
    List<HostsFacts.Line> lines = new ArrayList<>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      int comment = line.indexOf('#');
      String[] words = (comment < 0 ? line : line.substring(0, comment)).strip().split("\\s+", -1);
      List<String> names = new ArrayList<>();
      for (int i = 1; i < words.length; i++) {
        if (words[i].indexOf('.') < 0) {
          names.add(words[i].toLowerCase(Locale.ROOT));
        }
      }
      if (!names.isEmpty() && lines.size() < MOST_LINES) {
        lines.add(new HostsFacts.Line(number, words[0], names));
      }
    }
    return lines;
  }

  /** The networks without a gateway of the kernel's table of routes, which is in hexadecimal. */
  private static List<String> networks(String table) {
    List<String> networks = new ArrayList<>();
    for (String line : table.lines().skip(1).toList()) {
      String[] fields = line.strip().split("\\s+", -1);
      if (fields.length > 7 && fields[2].equals("00000000") && !fields[1].equals("00000000")) {
        networks.add(address(fields[1]) + "/" + Long.bitCount(Long.parseLong(fields[7], 16)));
      }
    }
    return networks;
  }

  private static String address(String hexadecimal) {
    long word = Long.parseLong(hexadecimal, 16); // in the byte order of the machine: little endian
    return (word & 255) + "." + (word >> 8 & 255) + "." + (word >> 16 & 255) + "." + (word >> 24);
  }
}
