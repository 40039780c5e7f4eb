package com.posthog.doctor.cli;

import com.posthog.doctor.report.Look;
import com.posthog.doctor.report.Tone;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;

/** What the terminal can show, and what its user wants to see. */
final class Terminal {
  private static final int NARROW = 80;
  private static final int WIDE = 100;

  private final String terminals;
  private final Map<String, String> environment;
  private final ColorChoice choice;

  /** What {@code --color} says. */
  enum ColorChoice {
    ALWAYS,
    NEVER,
    AUTO
  }

  /** Where a stream of this process leads. */
  enum Stream {
    IN('0'),
    OUT('1'),
    ERR('2');

    private final char digit;

    Stream(char digit) {
      this.digit = digit;
    }
  }

  Terminal(String terminals, Map<String, String> environment, ColorChoice choice) {
    this.terminals = terminals;
    this.environment = environment;
    this.choice = choice;
  }

  boolean isTerminal(Stream stream) {
    return terminals.indexOf(stream.digit) >= 0;
  }

  /** Whether lines may be drawn again and again on stderr. */
  boolean canAnimate() {
    return isTerminal(Stream.ERR) && !value("TERM").equals("dumb");
  }

  /**
   * Whether to colour: {@code --color}, then POSTHOG_DOCTOR_NO_COLOR, NO_COLOR, CLICOLOR_FORCE and
   * FORCE_COLOR, CLICOLOR=0, TERM=dumb, and last whether it is a terminal. Empty counts as unset.
   */
  boolean isColoured(Stream stream) {
    if (choice != ColorChoice.AUTO) {
      return choice == ColorChoice.ALWAYS;
    }
    if (isSet("POSTHOG_DOCTOR_NO_COLOR") || isSet("NO_COLOR")) {
      return false;
    }
    if (forces("CLICOLOR_FORCE") || forces("FORCE_COLOR")) {
      return true;
    }
    if (value("CLICOLOR").equals("0") || value("TERM").equals("dumb")) {
      return false;
    }
    return isTerminal(stream);
  }

  private boolean forces(String name) {
    return isSet(name) && !value(name).equals("0");
  }

  private boolean isSet(String name) {
    return !value(name).isEmpty();
  }

  private String value(String name) {
    return environment.getOrDefault(name, "");
  }

  /**
   * Whether the locale can show symbols: the first of LC_ALL, LC_CTYPE and LANG that is set
   * decides.
   */
  boolean showsSymbols() {
    for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
      if (isSet(name)) {
        String locale = value(name).toLowerCase(Locale.ROOT);
        return locale.contains("utf-8") || locale.contains("utf8");
      }
    }
    return false;
  }

  /** The width to wrap at: that of the terminal, but no wider than what reads well. */
  int columns() {
    String columns = System.getProperty("posthog.doctor.columns", "");
    if (!isTerminal(Stream.OUT) || columns.isEmpty() || columns.length() > 4) {
      return NARROW;
    }
    try {
      return Math.min(WIDE, Math.max(NARROW / 2, Integer.parseInt(columns)));
    } catch (NumberFormatException nonsense) {
      return NARROW;
    }
  }

  /** How a report on stdout is to look. */
  Look look(Look.Detail detail) {
    BiFunction<Tone, String, String> paint =
        isColoured(Stream.OUT) ? Paint::paint : (tone, text) -> text;
    return new Look(columns(), showsSymbols(), detail, paint);
  }
}
