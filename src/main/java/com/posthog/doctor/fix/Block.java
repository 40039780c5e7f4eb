package com.posthog.doctor.fix;

import com.posthog.doctor.model.Content;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines between two marks in a file of somebody else; all around them stays as it is. */
final class Block {
  private Block() {}

  /** The file with this block: in its place when it is there already, else at the end. */
  static Content keep(@Nullable Content before, String marker, String lines) throws Refused {
    Text text = Text.of(before);
    String open = "# >>> posthog-doctor: " + marker + " >>>";
    String close = "# <<< posthog-doctor: " + marker + " <<<";
    List<String> block = new ArrayList<>();
    block.add(open);
    lines.strip().lines().forEach(block::add);
    block.add(close);
    if (block.stream().filter(line -> line.equals(open) || line.equals(close)).count() != 2) {
      throw new Refused("the text holds the mark that is to stand around it");
    }
    List<Integer> opens = new ArrayList<>();
    List<Integer> closes = new ArrayList<>();
    for (int i = 0; i < text.lines().size(); i++) {
      String line = Text.bare(text.lines().get(i)).strip();
      if (line.equals(open)) {
        opens.add(i);
      } else if (line.equals(close)) {
        closes.add(i);
      }
    }
    if (opens.isEmpty() && closes.isEmpty()) {
      return text.append(block).content();
    }
    if (opens.size() != 1 || closes.size() != 1 || closes.get(0) < opens.get(0)) {
      throw new Refused("the marks of " + marker + " in it are not one pair");
    }
    List<String> all = new ArrayList<>(text.lines().subList(0, opens.get(0)));
    block.forEach(line -> all.add(line + text.end()));
    String last = text.lines().get(closes.get(0));
    if (!last.endsWith("\n")) {
      all.set(all.size() - 1, close);
    }
    all.addAll(text.lines().subList(closes.get(0) + 1, text.lines().size()));
    return text.with(all).content();
  }
}
