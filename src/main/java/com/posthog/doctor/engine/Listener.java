package com.posthog.doctor.engine;

import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Finding;

/**
 * Watches an examination: progress and reports see the same run. All calls come from one thread.
 */
public interface Listener {
  /** The reading of a fact has begun. */
  default void reading(FactKey<?> key) {}

  /** The reading of a fact has ended, well or badly. */
  default void read(FactKey<?> key) {}

  /** The reading of a fact has run into this. */
  default void failed(FactKey<?> key, Throwable problem) {}

  /** A rule has thrown, which is a bug of the doctor: its check could not tell. */
  default void threw(CheckId id, RuntimeException bug) {}

  /** A finding is there; findings come in no particular order. */
  default void found(Finding finding) {}

  /** Time passes while facts are read: a good moment to draw. */
  default void waiting() {}

  /** The examination is over. */
  default void finished() {}
}
