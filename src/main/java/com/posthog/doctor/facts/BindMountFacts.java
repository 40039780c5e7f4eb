package com.posthog.doctor.facts;

import java.util.List;

/**
 * The bind mounts of the services that start here, as far as their sources lie in the checkout.
 *
 * @param git whether git's index could be read
 * @param mounts each source once, in the order of the compose files
 */
public record BindMountFacts(boolean git, List<Source> mounts) {
  public static final FactKey<BindMountFacts> KEY = FactKey.of("bind-mounts", BindMountFacts.class);

  public BindMountFacts {
    mounts = List.copyOf(mounts);
  }

  /**
   * One source of a bind mount.
   *
   * @param path relative to the checkout
   * @param service the first service that mounts it
   * @param declaredIn the file and line of that service
   * @param tracked what git knows at that path: {@code file}, {@code folder} or {@code none}
   * @param kind what is there, as in {@link FileFacts}
   */
  public record Source(
      String path, String service, String declaredIn, String tracked, String kind) {}
}
