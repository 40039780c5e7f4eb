package com.posthog.doctor.symptom;

import java.io.IOException;

/** Something that cannot be read, with one sentence that says why. */
public final class Unreadable extends IOException {
  private static final long serialVersionUID = 1L;

  Unreadable(String sentence) {
    super(sentence);
  }
}
