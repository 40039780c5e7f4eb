package com.posthog.doctor.fix;

import com.posthog.doctor.model.Content;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A change of a text as a unified diff, which `patch` understands; what is secret is masked. */
final class Diff {
  private static final int CONTEXT = 3;

  /** Beyond this many pairs of lines the middle is shown as replaced as a whole. */
  private static final long MOST_PAIRS = 4_000_000;

  private final List<String> before;
  private final List<String> after;
  private final List<String> shownBefore;
  private final List<String> shownAfter;
  private final List<Edit> edits = new ArrayList<>();

  /** A line that stays, goes or comes; its places in the old and the new text. */
  private record Edit(char sign, String line, int old, int fresh) {}

  private Diff(List<String> before, List<String> after) {
    this.before = before;
    this.after = after;
    this.shownBefore = Mask.of(before);
    this.shownAfter = Mask.of(after);
  }

  /** The diff of a file under its name; empty when nothing changes. */
  static String of(String name, @Nullable Content before, Content after) {
    if (after.equals(before)) {
      return "";
    }
    String path = name.startsWith("/") ? name.substring(1) : name;
    String from = before == null ? "/dev/null" : "a/" + path;
    String header = "--- " + from + "\n+++ b/" + path + "\n";
    if (!isText(before) || !isText(after)) {
      return header + "Binary: " + size(before) + " become " + size(after) + "\n";
    }
    Diff diff = new Diff(before == null ? List.of() : lines(before), lines(after));
    diff.compare();
    return header + diff.hunks();
  }

  private static boolean isText(@Nullable Content content) {
    try {
      Text.of(content);
      return content == null || content.bytes().length <= Drafts.LARGEST;
    } catch (Refused binary) {
      return false;
    }
  }

  private static String size(@Nullable Content content) {
    return content == null
        ? "0 bytes"
        : content.bytes().length + " bytes (SHA-256 " + content.digest() + ")";
  }

  private static List<String> lines(Content content) {
    return Text.split(new String(content.bytes(), StandardCharsets.UTF_8));
  }

  private void compare() {
    int same = 0;
    while (same < before.size()
        && same < after.size()
        && before.get(same).equals(after.get(same))) {
      edits.add(new Edit(' ', before.get(same), same, same));
      same++;
    }
    int oldEnd = before.size();
    int newEnd = after.size();
    while (oldEnd > same && newEnd > same && before.get(oldEnd - 1).equals(after.get(newEnd - 1))) {
      oldEnd--;
      newEnd--;
    }
    middle(same, oldEnd, newEnd);
    for (int i = 0; oldEnd + i < before.size(); i++) {
      edits.add(new Edit(' ', before.get(oldEnd + i), oldEnd + i, newEnd + i));
    }
  }

  /** The lines between what both texts begin and end with, by their longest common part. */
  private void middle(int start, int oldEnd, int newEnd) {
    int rows = oldEnd - start;
    int columns = newEnd - start;
    boolean small = (long) rows * columns <= MOST_PAIRS;
    int[][] common = small ? common(start, rows, columns) : new int[0][];
    int i = 0;
    int j = 0;
    while (i < rows || j < columns) {
      String old = i < rows ? before.get(start + i) : "";
      String fresh = j < columns ? after.get(start + j) : "";
      if (small && i < rows && j < columns && old.equals(fresh)) {
        edits.add(new Edit(' ', old, start + i++, start + j++));
      } else if (i < rows && (j >= columns || !small || common[i + 1][j] >= common[i][j + 1])) {
        edits.add(new Edit('-', old, start + i++, start + j));
      } else {
        edits.add(new Edit('+', fresh, start + i, start + j++));
      }
    }
  }

  private int[][] common(int start, int rows, int columns) {
    int[][] common = new int[rows + 1][columns + 1];
    for (int i = rows - 1; i >= 0; i--) {
      for (int j = columns - 1; j >= 0; j--) {
        common[i][j] =
            before.get(start + i).equals(after.get(start + j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }

  private String hunks() {
    StringBuilder text = new StringBuilder();
    int at = 0;
    while (at < edits.size()) {
      if (edits.get(at).sign() == ' ') {
        at++;
        continue;
      }
      int end = at;
      for (int i = at; i < edits.size() && i <= end + 2 * CONTEXT; i++) {
        end = edits.get(i).sign() == ' ' ? end : i;
      }
      hunk(text, Math.max(0, at - CONTEXT), Math.min(edits.size(), end + 1 + CONTEXT));
      at = end + 1 + CONTEXT;
    }
    return text.toString();
  }

  private void hunk(StringBuilder text, int start, int end) {
    List<Edit> hunk = edits.subList(start, end);
    long old = hunk.stream().filter(edit -> edit.sign() != '+').count();
    long fresh = hunk.stream().filter(edit -> edit.sign() != '-').count();
    Edit first = hunk.get(0);
    text.append("@@ -").append(range(first.old(), old));
    text.append(" +").append(range(first.fresh(), fresh)).append(" @@\n");
    for (Edit edit : hunk) {
      boolean added = edit.sign() == '+';
      text.append(edit.sign());
      text.append(added ? shownAfter.get(edit.fresh()) : shownBefore.get(edit.old()));
      if (!edit.line().endsWith("\n")) {
        text.append("\n\\ No newline at end of file\n");
      }
    }
  }

  private static String range(int start, long count) {
    long first = count == 0 ? start : start + 1L;
    return count == 1 ? Long.toString(first) : first + "," + count;
  }
}
