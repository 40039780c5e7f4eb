package com.posthog.doctor.cli;

import com.posthog.doctor.report.Tone;
import org.fusesource.jansi.Ansi;

/** Colours for tones, of the sixteen that every terminal theme makes readable. */
final class Paint {
  private Paint() {}

  static String paint(Tone tone, String text) {
    Ansi ansi = new Ansi();
    switch (tone) {
      case ERROR -> ansi.fgRed().bold();
      case WARNING -> ansi.fgYellow().bold();
      case UNKNOWN -> ansi.fgMagenta().bold();
      case ADVICE -> ansi.fgCyan();
      case GOOD -> ansi.fgGreen();
      case COMMAND -> ansi.fgCyan();
      case STRONG -> ansi.bold();
      case FAINT -> ansi.a(Ansi.Attribute.INTENSITY_FAINT);
      default -> {
        return text;
      }
    }
    return ansi.a(text).reset().toString();
  }
}
