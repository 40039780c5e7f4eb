package com.posthog.doctor.cli;

import com.posthog.doctor.engine.Treatment;
import com.posthog.doctor.model.Plan;
import com.posthog.doctor.model.Treated;
import com.posthog.doctor.report.Look;
import com.posthog.doctor.report.PlanText;
import com.posthog.doctor.report.RepairText;
import java.io.PrintStream;
import java.util.Locale;

/** Shows the person who is being helped what is going on, and asks before anything is done. */
final class Bedside implements Treatment.Talk {
  private static final long FRAME_NANOS = 50_000_000;

  private final PrintStream out;
  private final PrintStream err;
  private final Questioner questioner;
  private final Look look;
  private final Consent consent;
  private final boolean moving;
  private long drawn = System.nanoTime() - FRAME_NANOS;

  /** How often is asked. */
  enum Consent {
    ONCE,
    EACH,
    GIVEN
  }

  /**
   * A talk.
   *
   * @param out where plans and outcomes go
   * @param moving whether the last line of a program's output may be drawn again and again
   */
  Bedside(
      PrintStream out,
      PrintStream err,
      Questioner questioner,
      Look look,
      Consent consent,
      boolean moving) {
    this.out = out;
    this.err = err;
    this.questioner = questioner;
    this.look = look;
    this.consent = consent;
    this.moving = moving;
  }

  @Override
  public boolean agrees(Plan plan, int round) {
    if (round > 1) {
      out.println();
      out.println("Round " + round + ":");
    }
    out.print(new PlanText(look).round(plan));
    out.println();
    out.flush();
    if (consent != Consent.ONCE || round > 1) {
      return true; // given before, or asked for each
    }
    int ready = plan.ready().size();
    return questioner.agrees(ready == 1 ? "Do this?" : "Do these " + ready + "?");
  }

  @Override
  public boolean agrees(Plan.Item item) {
    return consent != Consent.EACH || questioner.agrees(item.remedy().title() + "?");
  }

  @Override
  public void applying(Plan.Item item) {
    draw(item.remedy().title());
  }

  /** A program may write faster than anybody can read. */
  @Override
  public void output(String line) {
    long now = System.nanoTime();
    if (moving && now - drawn >= FRAME_NANOS) {
      drawn = now;
      draw(line);
    }
  }

  private void draw(String line) {
    if (moving) {
      int room = Math.max(10, look.columns() - 6);
      err.print("\r\033[2K  … " + (line.length() < room ? line : line.substring(0, room)));
      err.flush();
    }
  }

  @Override
  public void treated(Treated one) {
    if (moving) {
      err.print("\r\033[2K");
      err.flush();
    }
    out.print(new RepairText(look).one(one));
    out.flush();
  }

  /** Asks a question that is answered by yes or no. */
  @FunctionalInterface
  interface Questioner {
    /** Whether the answer is yes; no answer is no. */
    boolean agrees(String question);

    /** Asks on stderr and reads a line of the standard input. */
    static Questioner of(Main.Streams streams) {
      return question -> {
        streams.err().print(question + " [y/N] ");
        streams.err().flush();
        String answer = line(streams).strip().toLowerCase(Locale.ROOT);
        return answer.equals("y") || answer.equals("yes");
      };
    }

    private static String line(Main.Streams streams) {
      StringBuilder line = new StringBuilder();
      try {
        for (int letter = streams.in().read();
            letter >= 0 && letter != '\n';
            letter = streams.in().read()) {
          line.append((char) letter);
        }
      } catch (java.io.IOException closed) {
        return "";
      }
      return line.toString();
    }
  }
}
