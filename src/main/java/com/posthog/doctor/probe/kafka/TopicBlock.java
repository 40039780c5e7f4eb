package com.posthog.doctor.probe.kafka;

import com.posthog.doctor.facts.ComposeFacts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The topics that the checkout makes when it starts: the words of the {@code TOPICS="…"} block in
 * the script of a compose service.
 *
 * @param service its name
 * @param source where that service is declared; empty when the checkout makes no topics
 */
record TopicBlock(List<String> topics, String service, String source) {
  private static final String NAME = "TOPICS=";

  /** The block of the first service that has one. */
  static TopicBlock of(ComposeFacts compose) {
    for (ComposeFacts.Service service : compose.active()) {
      String script = service.entrypoint() + " " + service.command();
      List<String> topics = script.contains(NAME) ? topics(script, service) : List.of();
      if (!topics.isEmpty()) {
        return new TopicBlock(topics, service.name(), service.source());
      }
    }
    return new TopicBlock(List.of(), "", "");
  }

  private static List<String> topics(String script, ComposeFacts.Service service) {
    Map<String, String> known = new HashMap<>();
    service.environment().forEach((name, value) -> known.put(name, value.raw().reveal()));
    Set<String> topics = new LinkedHashSet<>();
    int at = script.indexOf(NAME);
    while (at >= 0) {
      String name = nameBefore(script, at) + "TOPICS";
      List<String> words = words(value(script, at + NAME.length()), known);
      known.put(name, String.join(" ", words));
      topics.addAll(words);
      at = script.indexOf(NAME, at + 1);
    }
    return new ArrayList<>(topics);
  }

  /** The part of a variable's name before {@code TOPICS}: {@code EXTRA_}. */
  private static String nameBefore(String script, int at) {
    int start = at;
    while (start > 0 && isName(script.charAt(start - 1))) {
      start--;
    }
    return script.substring(start, at);
  }

  private static boolean isName(char letter) {
    return Character.isLetterOrDigit(letter) || letter == '_';
  }

  /** The value of an assignment that begins here, without its quotes. */
  private static String value(String script, int start) {
    if (start >= script.length()) {
      return "";
    }
    char quote = script.charAt(start);
    if (quote == '"' || quote == '\'') {
      int end = script.indexOf(quote, start + 1);
      return script.substring(start + 1, end < 0 ? script.length() : end);
    }
    int end = start;
    while (end < script.length() && !Character.isWhitespace(script.charAt(end))) {
      end++;
    }
    return script.substring(start, end);
  }

  /** The words of a value; a variable among them stands for its own words, when it is known. */
  private static List<String> words(String value, Map<String, String> known) {
    List<String> words = new ArrayList<>();
    for (String word : value.replace('\\', ' ').strip().split("\\s+", -1)) {
      if (word.startsWith("$")) {
        variable(word, known).ifPresent(more -> words.addAll(words(more, Map.of())));
      } else if (!word.isEmpty() && word.indexOf('$') < 0) {
        words.add(word);
      }
    }
    return words;
  }

  private static Optional<String> variable(String word, Map<String, String> known) {
    String name = word.replaceAll("[^A-Za-z0-9_]", "");
    return Optional.ofNullable(known.get(name)).filter(text -> !text.isBlank());
  }
}
