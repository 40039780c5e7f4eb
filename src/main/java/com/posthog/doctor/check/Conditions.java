package com.posthog.doctor.check;

import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.model.ByteSize;
import com.posthog.doctor.model.Condition;
import com.posthog.doctor.model.Span;
import com.posthog.doctor.model.VersionRange;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tests facts as cards state it. The list of tests is closed: a card never says "if". */
public final class Conditions {
  private Conditions() {}

  /** Whether every test holds; empty when one cannot be told. */
  public static Optional<Boolean> hold(
      List<Condition> conditions, Facts facts, @Nullable Object member) {
    boolean known = true;
    for (Condition condition : conditions) {
      Optional<Boolean> holds = holds(condition, facts, member);
      if (holds.isPresent() && !holds.get()) {
        return Optional.of(false);
      }
      known &= holds.isPresent();
    }
    return known ? Optional.of(true) : Optional.empty();
  }

  /** Whether one test holds; empty when the fact or the operand cannot be understood. */
  public static Optional<Boolean> holds(Condition condition, Facts facts, @Nullable Object member) {
    FactPath path = FactPath.parse(condition.path()).orElseThrow();
    Object value = path.in(facts, member);
    List<String> operands = condition.operands();
    return switch (condition.operator()) {
      case PRESENT -> Optional.of(present(value));
      case ABSENT -> Optional.of(!present(value));
      case IS -> Optional.of(text(value).equals(operands.get(0)));
      case NOT -> Optional.of(!text(value).equals(operands.get(0)));
      case ONE_OF -> Optional.of(operands.contains(text(value)));
      case MATCHES -> Optional.of(Pattern.compile(operands.get(0)).matcher(text(value)).find());
      case AT_LEAST -> compare(value, operands.get(0)).map(order -> order >= 0);
      case AT_MOST -> compare(value, operands.get(0)).map(order -> order <= 0);
      case SATISFIES -> satisfies(path, value, operands.get(0), facts, member);
    };
  }

  private static boolean present(@Nullable Object value) {
    return value != null && !text(value).isEmpty() && !text(value).equals("[]");
  }

  private static Optional<Boolean> satisfies(
      FactPath path, @Nullable Object value, String operand, Facts facts, @Nullable Object member) {
    Object sibling = FactPath.component(path.holder(facts, member), FactPath.camel(operand));
    String range = sibling == null ? operand : text(sibling);
    if (range.isEmpty()) {
      return Optional.of(true); // nothing is required
    }
    return VersionRange.of(range).admits(text(value));
  }

  private static Optional<Integer> compare(@Nullable Object value, String operand) {
    if (value instanceof Duration span) {
      return Span.parse(operand).map(span::compareTo);
    }
    if (!(value instanceof Number number)) {
      return Optional.empty();
    }
    Optional<Double> limit = number(operand);
    return limit.map(most -> Double.compare(number.doubleValue(), most));
  }

  /** The number that an operand means: plain, or with a unit of bytes. */
  static Optional<Double> number(String operand) {
    try {
      return Optional.of(Double.parseDouble(operand));
    } catch (NumberFormatException withUnit) {
      return ByteSize.parse(operand).map(size -> (double) size.bytes());
    }
  }

  /** The text of a value for tests and messages. */
  static String text(@Nullable Object value) {
    if (value instanceof Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
    if (value instanceof Collection<?> many) {
      return many.isEmpty()
          ? "[]"
          : String.join(", ", many.stream().map(Conditions::text).toList());
    }
    return value == null ? "" : value.toString();
  }
}
