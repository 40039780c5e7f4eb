package com.posthog.doctor.symptom;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.posthog.doctor.model.Anchors;
import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.Symptom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A symptom as it is looked for: what must be found first, and what must then be so. */
final class Entry {
  private final Card card;
  private final int number;
  private final Symptom symptom;
  private final List<String> anchors;
  private final int lines;
  private final boolean folded;
  private final List<String> texts;
  private final boolean isPattern;
  private volatile @Nullable Tried tried; // when it is first tried: most never are
  private final boolean plain;

  /**
   * What a symptom matched.
   *
   * @param length how many letters it explains: of two symptoms, the longer knows more
   * @param text the part of the line that it stands in
   */
  record Match(Entry entry, int length, String text, Map<String, String> captures) {}

  Entry(Card card, int number, Symptom symptom) {
    this.card = card;
    this.number = number;
    this.symptom = symptom;
    Anchors found = symptom.anchors();
    this.anchors = found.texts();
    this.lines = found.lines();
    this.folded = found.folded();
    this.isPattern = symptom.form() == Symptom.Form.PATTERN;
    this.texts = isPattern ? List.of() : symptom.lines();
    this.plain =
        !isPattern
            && lines == 1
            && symptom.services().isEmpty()
            && symptom.not().isEmpty()
            && card.symptoms().stream().noneMatch(Symptom::isOver);
  }

  Card card() {
    return card;
  }

  /** The place of its card among all that are looked for. */
  int number() {
    return number;
  }

  Symptom symptom() {
    return symptom;
  }

  List<String> anchors() {
    return anchors;
  }

  boolean isFolded() {
    return folded;
  }

  int weight() {
    return symptom.weight();
  }

  /**
   * Whether finding its literal is all that is needed, and where it was seen last is all the same.
   */
  boolean isPlain() {
    return plain;
  }

  /** The length that it explains where it is plain. */
  int length() {
    return anchors.get(0).length();
  }

  /** Whether the line, with those before it, shows the symptom. */
  Optional<Match> match(HitLine line) {
    if (!isSaidBy(line.service())) {
      return Optional.empty();
    }
    for (String text : lines == 1 ? line.texts() : line.texts(lines)) {
      Optional<Match> match = isPattern ? pattern(text) : literal(text);
      if (match.isPresent()) {
        String message = line.parsed().text();
        boolean isFalse =
            symptom.not().stream().anyMatch(no -> text.contains(no) || message.contains(no));
        return isFalse ? Optional.empty() : match;
      }
    }
    return Optional.empty();
  }

  private boolean isSaidBy(String service) {
    return service.isEmpty()
        || symptom.services().isEmpty()
        || symptom.services().contains(service);
  }

  private Optional<Match> literal(String text) {
    String searched = folded ? text.toLowerCase(Locale.ROOT) : text;
    int at = 0;
    int length = 0;
    for (int i = 0; i < texts.size(); i++) {
      String wanted = folded ? texts.get(i).toLowerCase(Locale.ROOT) : texts.get(i);
      int found = searched.indexOf(wanted, at);
      int newline = searched.indexOf('\n', at);
      if (found < 0 || i > 0 && newline >= 0 && found > newline) {
        return Optional.empty();
      }
      at = i + 1 < texts.size() ? searched.indexOf('\n', found) + 1 : found;
      if (i + 1 < texts.size() && at == 0) {
        return Optional.empty();
      }
      length += wanted.length();
    }
    return Optional.of(new Match(this, length, text, Map.of()));
  }

  /** An expression, and the literals without which it need not be tried. */
  private record Tried(Pattern pattern, List<List<String>> needs) {
    static Tried of(String pattern) {
      return new Tried(Pattern.compile(pattern), Anchors.needs(pattern));
    }

    boolean mayMatch(String text) {
      for (List<String> need : needs) {
        if (need.stream().noneMatch(text::contains)) {
          return false;
        }
      }
      return true;
    }
  }

  private Optional<Match> pattern(String text) {
    Tried known = tried;
    if (known == null) {
      known = Tried.of(symptom.text());
      tried = known;
    }
    if (!known.mayMatch(text)) {
      return Optional.empty();
    }
    Matcher matcher = known.pattern().matcher(text);
    if (!matcher.find()) {
      return Optional.empty();
    }
    Map<String, String> captures = new LinkedHashMap<>();
    for (int i = 0; i < symptom.captures().size(); i++) {
      String value = matcher.group(i + 1);
      if (value != null && !value.isEmpty()) {
        captures.put(symptom.captures().get(i), value);
      }
    }
    return Optional.of(new Match(this, matcher.end() - matcher.start(), text, captures));
  }
}
