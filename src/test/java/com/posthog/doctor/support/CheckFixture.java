package com.posthog.doctor.support;

import com.posthog.doctor.check.Catalog;
import com.posthog.doctor.engine.Examination;
import com.posthog.doctor.engine.Limits;
import com.posthog.doctor.engine.Listener;
import com.posthog.doctor.engine.Selection;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.FactKinds;
import com.posthog.doctor.facts.FactTree;
import com.posthog.doctor.host.RecordedHost;
import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.Finding;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One case of {@code fixtures/checks/<id>.yaml}: facts, and the verdicts expected of them.
 *
 * <pre>
 * - name: an engine with 2 GiB fails
 *   profile: services                 # only where the severity depends on it
 *   facts: { docker: { memory-bytes: 2147483648 } }      # fields left out are empty
 *   failed: { "tool(node)": no answer within 3 s }       # facts that could not be read
 *   expect:
 *     - { status: fail, severity: error, subject: "5432 (db)", service: db,
 *         message: "a part of the text", remedies: [more-docker-memory] }
 * </pre>
 */
public record CheckFixture(
    String id,
    String name,
    String profile,
    Map<FactKey<?>, Object> facts,
    Map<FactKey<?>, String> failed,
    List<Map<?, ?>> expect) {

  /** The cases of one file; its name is the id of the check. */
  public static List<CheckFixture> of(Path file) {
    String id = file.getFileName().toString().replaceFirst("\\.yaml$", "");
    List<CheckFixture> cases = new ArrayList<>();
    for (Object each : (List<?>) Fixtures.yaml(file)) {
      Map<?, ?> one = (Map<?, ?>) each;
      Map<FactKey<?>, Object> facts = new HashMap<>();
      entries(one, "facts").forEach((name, tree) -> facts.put(key(name), read(key(name), tree)));
      Map<FactKey<?>, String> failed = new HashMap<>();
      entries(one, "failed").forEach((name, why) -> failed.put(key(name), String.valueOf(why)));
      List<Map<?, ?>> expect = new ArrayList<>();
      ((List<?>) one.get("expect")).forEach(item -> expect.add((Map<?, ?>) item));
      Object profile = one.get("profile");
      cases.add(
          new CheckFixture(
              id,
              String.valueOf(one.get("name")),
              profile == null ? Selection.ALL : profile.toString(),
              facts,
              failed,
              expect));
    }
    return cases;
  }

  private static Map<?, ?> entries(Map<?, ?> one, String name) {
    Object value = one.get(name);
    return value == null ? Map.of() : (Map<?, ?>) value;
  }

  private static FactKey<?> key(Object name) {
    return FactKinds.key(name.toString())
        .orElseThrow(() -> new IllegalArgumentException("there is no fact " + name));
  }

  private static Object read(FactKey<?> key, Object tree) {
    return FactTree.read(key.type(), tree);
  }

  /** What the check says about the facts of this case; prerequisites are left out. */
  public List<Finding> judge() throws IOException {
    Card card = Catalog.builtIn().find(id).orElseThrow();
    Catalog catalog = Catalog.of(List.of(alone(card)));
    RecordedHost nothing = new RecordedHost(Fixtures.at("hosts/none"));
    return Examination.run(
            catalog,
            Selection.of(
                catalog, "all".equals(profile) ? Selection.ALL : profile, List.of(id), List.of()),
            kind -> Optional.of(probe()),
            nothing,
            Limits.DEFAULT,
            new Listener() {})
        .findings();
  }

  private Probe<Object> probe() {
    return (key, host, soFar, deadline) -> {
      String why = failed.get(key);
      if (why != null) {
        throw new IOException(why);
      }
      Object fact = facts.get(key);
      if (fact == null && !key.kind().equals("host")) {
        throw new IOException("the fact " + key + " is not in the fixture");
      }
      return fact == null ? FactTree.read(key.type(), null) : fact;
    };
  }

  private static Card alone(Card card) {
    return new Card(
        card.id(),
        card.title(),
        card.aliases(),
        card.tags(),
        card.platforms(),
        card.eras(),
        card.notIn(),
        card.severity(),
        card.severityIn(),
        List.of(),
        List.of(),
        card.applies(),
        card.limits(),
        card.each(),
        card.messages(),
        card.why(),
        card.docs(),
        card.remedies(),
        card.symptoms(),
        card.harmless(),
        card.runsCheckout(),
        card.waiting(),
        card.origin());
  }

  @Override
  public String toString() {
    return id + ": " + name;
  }
}
