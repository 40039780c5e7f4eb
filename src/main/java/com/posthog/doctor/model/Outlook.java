package com.posthog.doctor.model;

/** Whether waiting changes a finding, for {@code check --wait}; cards say so for their messages. */
public enum Outlook {
  /** A failure that may go away by itself; what passes stays. */
  OPEN,
  /** A failure that stays until somebody does something. */
  SETTLED,
  /** No failure, and not there yet: it is waited for. */
  COMING
}
