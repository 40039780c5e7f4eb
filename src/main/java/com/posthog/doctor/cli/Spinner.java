package com.posthog.doctor.cli;

import com.posthog.doctor.engine.Listener;
import com.posthog.doctor.facts.FactKey;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** The one moving line on stderr: a sign of life, and the name of what takes long. */
final class Spinner implements Listener {
  private static final long FRAME_NANOS = 80_000_000L;
  private static final long SLOW_NANOS = 1_000_000_000L;
  private static final String SYMBOLS = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
  private static final String ASCII = "|/-\\";

  private static volatile boolean drawn;

  private final PrintStream err;
  private final String frames;
  private final int columns;
  private final Map<FactKey<?>, Long> reading = new LinkedHashMap<>();
  private int frame;
  private long last;

  Spinner(PrintStream err, boolean symbols, int columns) {
    this.err = err;
    this.frames = symbols ? SYMBOLS : ASCII;
    this.columns = columns;
  }

  /** Whether a line of it stands on the terminal now. */
  static boolean isDrawn() {
    return drawn;
  }

  /** Shows the first sign of life. */
  void start() {
    draw(System.nanoTime());
  }

  @Override
  public void reading(FactKey<?> key) {
    reading.put(key, System.nanoTime());
    waiting();
  }

  @Override
  public void read(FactKey<?> key) {
    reading.remove(key);
  }

  @Override
  public void waiting() {
    long now = System.nanoTime();
    if (now - last >= FRAME_NANOS) {
      draw(now);
    }
  }

  @Override
  public void finished() {
    wipe(err);
  }

  /** Takes the line away, whoever has drawn it. */
  static void wipe(PrintStream err) {
    if (drawn) {
      err.print("\r\033[2K");
      err.flush();
      drawn = false;
    }
  }

  private void draw(long now) {
    last = now;
    frame = (frame + 1) % frames.length();
    String line = frames.charAt(frame) + " " + text(now);
    drawn = true;
    err.print("\r\033[2K" + (line.length() < columns ? line : line.substring(0, columns - 1)));
    err.flush();
  }

  private String text(long now) {
    StringBuilder slow = new StringBuilder();
    for (Map.Entry<FactKey<?>, Long> one : reading.entrySet()) {
      long nanos = now - one.getValue();
      if (nanos >= SLOW_NANOS) {
        slow.append(slow.length() == 0 ? "" : ", ").append(one.getKey().text());
        slow.append(" (").append(nanos / SLOW_NANOS).append(" s)");
      }
    }
    return slow.length() == 0 ? "examining" : "this is taking longer than usual: " + slow;
  }
}
