package com.posthog.doctor.report;

/** Text that is being written for a terminal: wrapped between words, commands never. */
final class Page {
  private final Look look;
  private final StringBuilder text = new StringBuilder();

  Page(Look look) {
    this.look = look;
  }

  /** An empty line; never two of them, and none at the top. */
  void gap() {
    int end = text.length();
    boolean needed = end > 1 && text.charAt(end - 2) != '\n';
    if (needed) {
      text.append('\n');
    }
  }

  /** One line that is never wrapped, such as a command. */
  void line(int indent, Tone tone, String line) {
    text.append(" ".repeat(indent)).append(look.painted(tone, shown(line))).append('\n');
  }

  /** Words at an indent. */
  void words(int indent, Tone tone, String words) {
    words(indent, Tone.PLAIN, "", tone, words);
  }

  /** Words behind a lead, wrapped so that the following lines begin where the words began. */
  void words(int indent, Tone leadTone, String lead, Tone tone, String words) {
    String start = shown(lead);
    int hang = indent + width(start);
    int room = Math.max(24, look.columns() - hang);
    text.append(" ".repeat(indent)).append(look.painted(leadTone, start));
    boolean first = true;
    for (String paragraph : shown(words).split("\n", -1)) {
      int from = 0;
      do {
        int to = end(paragraph, from, room);
        if (!first) {
          text.append(" ".repeat(hang));
        }
        text.append(look.painted(tone, paragraph.substring(from, to).stripTrailing())).append('\n');
        first = false;
        from = to;
        while (from < paragraph.length() && paragraph.charAt(from) == ' ') {
          from++;
        }
      } while (from < paragraph.length());
    }
  }

  /** Where a line that begins at a place must end: behind the last word that fits. */
  private static int end(String paragraph, int from, int room) {
    if (width(paragraph) - from <= room) {
      return paragraph.length();
    }
    int end = paragraph.lastIndexOf(' ', from + room);
    if (end <= from) {
      int next = paragraph.indexOf(' ', from);
      return next < 0 ? paragraph.length() : next;
    }
    return end;
  }

  private static int width(String words) {
    return words.length();
  }

  private String shown(String words) {
    String visible = Visible.text(words);
    return look.unicode() ? visible : Ascii.of(visible);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
