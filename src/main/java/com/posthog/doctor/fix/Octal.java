package com.posthog.doctor.fix;

/** The mode of a file in octal digits. */
final class Octal {
  private Octal() {}

  /**
   * The mode that is written so, such as {@code 0755}; {@code +x} lets whoever may read it run it.
   */
  static int mode(String text, int before) throws Refused {
    if (text.equals("+x")) {
      return before | (before & 0444) >> 2;
    }
    try {
      int mode = Integer.parseInt(text, 8);
      if (mode >= 0 && mode <= 0777) {
        return mode;
      }
    } catch (NumberFormatException nonsense) {
      // refused below
    }
    throw new Refused("`" + text + "` is no mode of a file");
  }

  /** The digits of a mode: {@code 0644}. */
  static String text(int mode) {
    return String.format("%04o", mode);
  }
}
