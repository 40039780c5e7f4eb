package com.posthog.doctor.fix;

/** Modes of files as people write them. */
final class Octal {
  private Octal() {}

  static int mode(String octal) throws Refused {
    try {
      int mode = Integer.parseInt(octal, 8);
      if (mode >= 0 && mode <= 0777) {
        return mode;
      }
    } catch (NumberFormatException nonsense) {
      // refused below
    }
    throw new Refused("`" + octal + "` is no mode of a file");
  }

  static String text(int mode) {
    return String.format("%04o", mode);
  }
}
