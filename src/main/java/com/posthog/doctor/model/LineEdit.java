package com.posthog.doctor.model;

import java.util.Locale;

/**
 * The ways in which a step may mend lines: a closed list, each with a command that does the same.
 */
public enum LineEdit {
  UNIX_LINES("s/\\r$//"),
  NO_BYTE_ORDER_MARK("s/^\\xEF\\xBB\\xBF//"),
  END_LAST_LINE("$_ .= \"\\n\" unless /\\n\\z/"),
  NO_BLANKS("s/^\\s*((?:export\\s+)?\\w+)\\s*=[ \\t]*/$1=/"),
  NO_EXPORT("s/^\\s*export\\s+//"),
  NO_QUOTES("s/^(\\w+)=([\"\\x27])(.*)\\2[ \\t]*$/$1=$3/"),
  COMMENT_OUT("s/^((?:\\xEF\\xBB\\xBF)?)(?=\\s*(?:export\\s+)?\\w+\\s*=)/$1# /");

  private final String perl;

  LineEdit(String perl) {
    this.perl = perl;
  }

  /** The word for cards: {@code unix-lines}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What a person can do instead, as a program for {@code perl -pi -e}. */
  String perl() {
    return perl;
  }

  /** The edit of a word. */
  public static LineEdit of(String word) {
    for (LineEdit edit : values()) {
      if (edit.word().equals(word)) {
        return edit;
      }
    }
    throw new IllegalArgumentException("lines cannot be mended by `" + word + "`");
  }
}
