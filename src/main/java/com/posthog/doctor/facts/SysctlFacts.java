package com.posthog.doctor.facts;

/**
 * One number that the Linux kernel is set to.
 *
 * @param name {@code fs.inotify.max_user_watches}
 * @param source the file that says it: {@code /proc/sys/fs/inotify/max_user_watches}
 */
public record SysctlFacts(String name, long value, String source) {
  /** The key of the setting of this name. */
  public static FactKey<SysctlFacts> key(String name) {
    return FactKey.of("sysctl", name, SysctlFacts.class);
  }
}
