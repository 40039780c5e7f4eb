package com.posthog.doctor.model;

import java.util.Locale;

/** What a remedy may cost, from nothing to data. */
public enum Risk {
  /** Can be undone, or only adds files to folders that git ignores. */
  SAFE,
  /** Installs software or dependencies. */
  INSTALLS,
  /** Changes rows, databases or topics of the local stack. */
  DATA,
  /** Restarts a service, a container or a process. */
  RESTARTS,
  /** Needs the rights of the administrator. */
  PRIVILEGED,
  /** Loses something that cannot be had back. */
  DESTRUCTIVE,
  /** Only said, never applied. */
  MANUAL;

  /** The word for cards and reports: {@code safe}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
