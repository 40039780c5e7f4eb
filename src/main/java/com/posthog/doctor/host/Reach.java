package com.posthog.doctor.host;

/** What happened when a TCP port was knocked at. */
public enum Reach {
  OPEN,
  REFUSED,
  SILENT,
  UNREACHABLE
}
