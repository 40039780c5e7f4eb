package com.posthog.doctor.support;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.posthog.doctor.facts.Fact;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.FactTree;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.model.Finding;
import com.posthog.doctor.model.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is kept of a recorded machine: its facts in the form of a snapshot, one a line and without
 * what is empty, and its findings without times.
 */
public final class HostRecords {
  private static final Gson JSON =
      new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

  private final Map<String, String> marks = new LinkedHashMap<>();

  private HostRecords() {}

  /** The facts as a snapshot that {@code --replay} reads. */
  public static String facts(Facts facts, Instant takenAt) {
    HostRecords records = new HostRecords();
    Map<String, Object> read = new TreeMap<>();
    Map<String, Object> failures = new TreeMap<>();
    for (Map.Entry<FactKey<?>, Fact<?>> one : facts.all().entrySet()) {
      Fact<?> fact = one.getValue();
      if (fact.value() == null) {
        failures.put(one.getKey().text(), fact.failure());
      } else {
        read.put(one.getKey().text(), FactTree.write(fact.value()));
      }
    }
    read.replaceAll((name, tree) -> records.slim(tree));
    return "{\n\"schemaVersion\": 1,\n\"takenAt\": "
        + JSON.toJson(takenAt.toString())
        + ",\n\"facts\": "
        + lines(read)
        + ",\n\"failures\": "
        + lines(failures)
        + "\n}\n";
  }

  /** The findings, one a line. */
  public static String report(List<Finding> findings) {
    List<String> lines = new ArrayList<>();
    for (Finding finding : findings) {
      Subject subject = finding.subject();
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("check", finding.card().id().value());
      line.put("subject", subject == null ? null : subject.text());
      line.put("status", finding.status().word());
      line.put("severity", finding.severity().word());
      line.put("message", finding.message());
      line.put("because", finding.because() == null ? null : finding.because().value());
      lines.add(JSON.toJson(line));
    }
    return "[\n" + String.join(",\n", lines) + "\n]\n";
  }

  private static String lines(Map<String, Object> entries) {
    List<String> lines = new ArrayList<>();
    entries.forEach((name, one) -> lines.add(JSON.toJson(name) + ": " + JSON.toJson(one)));
    return lines.isEmpty() ? "{}" : "{\n" + String.join(",\n", lines) + "\n}";
  }

  /** The tree without empty components; reading gives them back. */
  private Object slim(Object tree) {
    if (tree instanceof List<?> list) {
      return list.stream().map(this::slim).toList();
    }
    if (!(tree instanceof Map<?, ?> map)) {
      return tree;
    }
    // records are in the order of their components, maps are sorted: those may have empty values
    boolean record = map instanceof LinkedHashMap;
    Map<String, Object> slim = new LinkedHashMap<>();
    map.forEach(
        (name, value) -> {
          if (!record || !isEmpty(value)) {
            boolean mark = name.equals("mark") && map.containsKey("shown");
            slim.put(String.valueOf(name), mark ? mark(String.valueOf(value)) : slim(value));
          }
        });
    return slim;
  }

  /** Marks of secrets are made anew for each process; which of them are equal is what counts. */
  private String mark(String mark) {
    return marks.computeIfAbsent(mark, one -> "secret " + (marks.size() + 1));
  }

  private static boolean isEmpty(Object value) {
    return value == null
        || value.equals("")
        || value.equals(false)
        || (value instanceof Number number && number.doubleValue() == 0)
        || (value instanceof List<?> list && list.isEmpty())
        || (value instanceof Map<?, ?> map && map.isEmpty())
        || value.equals(Instant.EPOCH.toString())
        || value.equals("PT0S");
  }
}
