package com.posthog.doctor.report;

/**
 * Text from outside whose controls can be seen, as {@code ^[} for escape: a file or a name that
 * holds some must not paint over what the doctor says.
 */
public final class Visible {
  private Visible() {}

  /** This text; line ends and tabs stay. */
  public static String text(String words) {
    StringBuilder visible = null;
    for (int i = 0; i < words.length(); i++) {
      char letter = words.charAt(i);
      boolean hidden = letter != '\n' && letter != '\t' && Character.isISOControl(letter);
      if (hidden && visible == null) {
        visible = new StringBuilder(words.substring(0, i));
      }
      if (visible != null) {
        visible.append(hidden ? shown(letter) : String.valueOf(letter));
      }
    }
    return visible == null ? words : visible.toString();
  }

  private static String shown(char control) {
    return control < 0x80 ? "^" + (char) (control ^ 0x40) : String.format("\\u%04x", (int) control);
  }
}
