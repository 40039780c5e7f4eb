package com.posthog.doctor.probe.host;

import com.posthog.doctor.host.Host;

/**
 * What a control group leaves to this process. Only the root of the hierarchy is read: on a machine
 * itself it has no limit, inside a container it is the container's own.
 *
 * @param memoryBytes 0 for no limit
 * @param memorySource the file that says it
 * @param cpus 0 for no limit
 */
record ContainerLimits(long memoryBytes, String memorySource, int cpus) {
  private static final String MEMORY = "/sys/fs/cgroup/memory.max";
  private static final String MEMORY_V1 = "/sys/fs/cgroup/memory/memory.limit_in_bytes";

  /** What version 1 says for "no limit" is the largest number of whole pages. */
  private static final long UNLIMITED_V1 = Long.MAX_VALUE - 0xffff;

  /** Reads version 2 of the control groups, else version 1. */
  static ContainerLimits read(Host host) {
    long memory = SystemFiles.number(SystemFiles.text(host, MEMORY));
    String source = MEMORY;
    if (memory <= 0) {
      memory = SystemFiles.number(SystemFiles.text(host, MEMORY_V1));
      source = MEMORY_V1;
    }
    boolean limited = memory > 0 && memory < UNLIMITED_V1;
    return new ContainerLimits(limited ? memory : 0, limited ? source : "", cpus(host));
  }

  private static int cpus(Host host) {
    String[] quota = SystemFiles.text(host, "/sys/fs/cgroup/cpu.max").strip().split(" ", -1);
    if (quota.length == 2) {
      return whole(SystemFiles.number(quota[0]), SystemFiles.number(quota[1]));
    }
    return whole(
        SystemFiles.number(SystemFiles.text(host, "/sys/fs/cgroup/cpu/cpu.cfs_quota_us")),
        SystemFiles.number(SystemFiles.text(host, "/sys/fs/cgroup/cpu/cpu.cfs_period_us")));
  }

  private static int whole(long quota, long period) {
    return quota <= 0 || period <= 0 ? 0 : (int) Math.max(1, (quota + period - 1) / period);
  }
}
