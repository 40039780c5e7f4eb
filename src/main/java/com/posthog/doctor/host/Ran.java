package com.posthog.doctor.host;

import java.util.List;

/**
 * How the run of a program ended.
 *
 * @param code the exit status; -1 when it was ended because its time was over
 * @param last the last lines of its output
 */
public record Ran(int code, List<String> last) {
  public Ran {
    last = List.copyOf(last);
  }

  /** Whether it ended by itself with exit status 0. */
  public boolean succeeded() {
    return code == 0;
  }
}
