package com.posthog.doctor.facts;

import java.util.List;

/**
 * The hosts file, as far as it has names without a dot: those that a compose service can have.
 *
 * @param path {@code /etc/hosts}
 * @param lines the lines with such a name, in the order of the file
 * @param networks the networks that this container is part of, {@code 172.18.0.0/16}; empty on a
 *     machine that is none
 */
public record HostsFacts(String path, List<Line> lines, List<String> networks) {
  public static final FactKey<HostsFacts> KEY = FactKey.of("hosts", HostsFacts.class);

  public HostsFacts {
    lines = List.copyOf(lines);
    networks = List.copyOf(networks);
  }

  /**
   * One line.
   *
   * @param number its number in the file, from 1
   * @param names its names without a dot, in lower case
   */
  public record Line(int number, String address, List<String> names) {
    public Line {
      names = List.copyOf(names);
    }
  }

  /** The lines with this name. */
  public List<Line> of(String name) {
    return lines.stream().filter(line -> line.names().contains(name)).toList();
  }

  /** Whether an IPv4 address lies in a network that this container is part of. */
  public boolean isNear(String address) {
    long number = number(address);
    for (String network : networks) {
      int slash = network.indexOf('/');
      long first = number(network.substring(0, slash));
      int shift = 32 - Integer.parseInt(network.substring(slash + 1));
      if (number >= 0 && first >= 0 && number >> shift == first >> shift) {
        return true;
      }
    }
    return false;
  }

  /** An IPv4 address as a number; -1 for anything else. */
  private static long number(String address) {
    String[] parts = address.split("\\.", -1);
    long number = parts.length == 4 ? 0 : -1;
    for (String part : parts) {
      if (number < 0 || !part.matches("[0-9]{1,3}") || Integer.parseInt(part) > 255) {
        return -1;
      }
      number = number << 8 | Integer.parseInt(part);
    }
    return number;
  }
}
