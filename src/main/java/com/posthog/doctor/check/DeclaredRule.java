package com.posthog.doctor.check;

import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.model.ByteSize;
import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.Condition;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Template;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rule that stands in a card: limits on facts, worst severity first. */
final class DeclaredRule implements Rule {
  private final Card card;

  DeclaredRule(Card card) {
    this.card = card;
  }

  @Override
  public Needs needs(Facts soFar) {
    return new Needs(keys(card), Set.of());
  }

  /** The facts that a card's tests name. */
  static Set<FactKey<?>> keys(Card card) {
    Set<FactKey<?>> keys = new LinkedHashSet<>();
    card.limits().forEach(limit -> addKeys(limit.conditions(), keys));
    if (!card.each().isEmpty()) {
      addKey(card.each(), keys);
    }
    return keys;
  }

  /** The facts that these tests name. */
  static void addKeys(List<Condition> conditions, Set<FactKey<?>> keys) {
    conditions.forEach(condition -> addKey(condition.path(), keys));
  }

  private static void addKey(String path, Set<FactKey<?>> keys) {
    FactKey<?> key = FactPath.parse(path).orElseThrow().key();
    if (key != null) {
      keys.add(key);
    }
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    if (card.each().isEmpty()) {
      return List.of(judge(facts, null));
    }
    List<Verdict> verdicts = new ArrayList<>();
    Object all = FactPath.parse(card.each()).orElseThrow().in(facts, null);
    if (all instanceof List<?> members) {
      for (Object member : members) {
        Object name = FactPath.component(member, "name");
        Object service = FactPath.component(member, "service");
        String text = Conditions.text(name == null ? member : name);
        verdicts.add(
            judge(facts, member)
                .about(new Subject(text, service == null ? text : Conditions.text(service))));
      }
    }
    return verdicts.isEmpty() ? List.of(Verdict.pass()) : verdicts;
  }

  private Verdict judge(Facts facts, @Nullable Object member) {
    for (Card.Limit limit : card.limits()) {
      Optional<Boolean> holds = Conditions.hold(limit.conditions(), facts, member);
      if (holds.isEmpty()) {
        return filled(Verdict.unknown("unknown"), limit, facts, member);
      }
      if (!holds.get()) {
        return filled(Verdict.fail("failing").at(limit.severity()), limit, facts, member);
      }
    }
    return filled(
        Verdict.pass(card.messages().containsKey("passing") ? "passing" : ""),
        card.limits().get(0),
        facts,
        member);
  }

  private Verdict filled(Verdict verdict, Card.Limit limit, Facts facts, @Nullable Object member) {
    Verdict full = verdict;
    for (String text : card.messages().values()) {
      for (String place : Template.places(text)) {
        Optional<FactPath> path = FactPath.parse(place);
        if (path.isPresent()) {
          full = full.with(place, shown(place, path.get().in(facts, member)));
        }
      }
    }
    for (Condition condition : limit.conditions()) {
      FactPath path = FactPath.parse(condition.path()).orElseThrow();
      Object source = FactPath.component(path.holder(facts, member), "source");
      String seen = shown(condition.path(), path.in(facts, member));
      String label = limit.conditions().size() == 1 ? "seen" : condition.path();
      full = full.seen(label, seen, Conditions.text(source));
    }
    return full;
  }

  /** A value as people read it: bytes with a unit, nothing as "nothing". */
  private static String shown(String path, @Nullable Object value) {
    if (value instanceof Long bytes && path.endsWith("bytes")) {
      return new ByteSize(bytes).toString();
    }
    String text = Conditions.text(value);
    return text.isEmpty() || text.equals("[]") ? "nothing" : text;
  }
}
