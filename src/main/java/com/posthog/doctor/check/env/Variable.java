package com.posthog.doctor.check.env;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.facts.ExportFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.facts.SettingsFacts.Value;
import com.posthog.doctor.facts.TrackedFacts;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * One variable that a rule judges: its subject, its evidence, and what helps when it is wrong,
 * which depends on the layer that gives it.
 *
 * @param settings the effective values
 * @param name the variable
 */
public record Variable(SettingsFacts settings, String name) {
  private static final String SERVICES = ".env.services";

  /** The variable as a subject; the variables of a service belong to that service. */
  public static Subject subject(String name) {
    return new Subject(
        name,
        switch (name) {
          case "DATABASE_URL" -> "db";
          case "CLICKHOUSE_DATABASE", "CLICKHOUSE_HOST" -> "clickhouse";
          case "REDIS_URL" -> "redis7";
          case "KAFKA_HOSTS" -> "kafka";
          case "OBJECT_STORAGE_ENDPOINT" -> "objectstorage";
          default -> name;
        });
  }

  /**
   * A failure of a variable that is not set because the file which gives it is not there or cannot
   * be read; empty when the file is in order. It belongs to the file.
   */
  static Optional<Verdict> withoutFile(SettingsFacts settings, String name) {
    Optional<SettingsFacts.EnvFile> file = settings.file(SERVICES);
    if (file.isEmpty() || file.get().kind().equals("file") && file.get().unreadable().isEmpty()) {
      return Optional.empty();
    }
    String kind = file.get().kind();
    String cure =
        switch (kind) {
          case "missing" -> "restore-env-file";
          case "file" -> "look-at-env-file";
          default -> "replace-env-file";
        };
    String state = kind.equals("missing") ? "is not there" : "cannot be read";
    return Optional.of(
        Verdict.fail("no-file")
            .about(new Subject(name, SERVICES))
            .with("file", SERVICES)
            .with("state", state)
            .seen("seen", kind.equals("file") ? file.get().unreadable() : kind, SERVICES)
            .curedBy(cure));
  }

  /**
   * What git's own files of the checkout say of it, when something stronger says otherwise; empty
   * when they agree or say nothing, and for a secret.
   */
  public Optional<String> overridden() {
    Optional<Value> now = settings.find(name);
    return settings.weaker(name).stream()
        .filter(one -> one.layer().startsWith(".env.") && !one.layer().equals(settings.ownFile()))
        .findFirst()
        .filter(one -> !one.computed() && !one.setting().hidden())
        .filter(one -> now.isPresent() && !one.setting().sameAs(now.get().setting()))
        .map(one -> one.setting().shown());
  }

  /** Whether it is given by the file for one's own values. */
  public boolean isOwn() {
    return layer().equals(settings.ownFile());
  }

  /** The facts for a verdict of {@link #cured} or {@link #removed}, wanted only when one is due. */
  public Needs needs(Needs usual) {
    return usual.and(ExportFacts.KEY, HostFacts.KEY, TrackedFacts.key(target()));
  }

  /** The same verdict with the value and where it was read as evidence. */
  Verdict seen(Verdict verdict) {
    Optional<Value> value = settings.find(name);
    return verdict
        .about(subject(name))
        .with("name", name)
        .with("value", settings.shown(name))
        .with("layer", value.map(Value::layer).orElse(""))
        .seen(
            "seen",
            value.map(one -> one.setting().shown()).orElse("not set"),
            value.map(Value::source).orElse(settings.orderSource()));
  }

  /** The same verdict with the remedies that give the variable this value. */
  public Verdict cured(Verdict verdict, Facts facts, String wanted) {
    Verdict full = verdict.with("file", target()).with("wanted", wanted).with("name", name);
    String layer = layer();
    if (isShell(layer)) {
      return unset(full, facts);
    }
    if (layer.equals(SettingsFacts.FLOX) || layer.equals(".envrc") || isTracked(facts)) {
      return full.with("source", source()).curedBy("edit-variable");
    }
    return full.curedBy("set-variable");
  }

  /** The same verdict with the remedies that take the variable away. */
  Verdict removed(Verdict verdict, Facts facts) {
    Verdict full = verdict.with("name", name).with("source", source()).with("file", target());
    if (isShell(layer())) {
      return unset(full, facts);
    }
    boolean emptyIsUnset =
        layer().equals(target())
            && settings.file(layer()).map(file -> file.readBy().equals("defaults")).orElse(false);
    if (emptyIsUnset) {
      return full.curedBy("empty-variable");
    }
    Optional<String> line = ownLine(facts);
    return line.isPresent()
        ? full.with("line", line.get()).curedBy("comment-out-variable")
        : full.curedBy("remove-variable");
  }

  /**
   * The number of the line that gives it, where every start reads that file, which is one's own.
   */
  private Optional<String> ownLine(Facts facts) {
    boolean read =
        settings
            .file(layer())
            .map(file -> List.of("shell", "op").contains(file.readBy()))
            .orElse(false);
    String place = layer() + ":";
    boolean whole = settings.reveal(name).indexOf('\n') < 0; // else it goes on in the next line
    return layer().equals(target())
            && read
            && whole
            && !isTracked(facts)
            && source().startsWith(place)
        ? Optional.of(source().substring(place.length())).filter(line -> line.matches("[0-9]+"))
        : Optional.empty();
  }

  /** What takes the variable out of the shell, and where the shell gets it from. */
  Verdict unset(Verdict verdict, Facts facts) {
    boolean fish = facts.find(HostFacts.KEY).map(host -> host.shell().equals("fish")).orElse(false);
    Verdict full = verdict.with("unset", (fish ? "set -e " : "unset ") + name);
    Optional<ExportFacts.Export> export =
        facts.find(ExportFacts.KEY).flatMap(exports -> exports.find(name));
    if (export.isEmpty()) {
      return full.curedBy("unset-variable");
    }
    String source = export.get().source();
    return full.with("exported", source).seen("exported", name, source).curedBy("remove-export");
  }

  /** A file of which that cannot be told counts as git's: it is better left to its owner. */
  private boolean isTracked(Facts facts) {
    FactKey<TrackedFacts> key = TrackedFacts.key(target());
    return facts.failure(key).isPresent()
        || facts.find(key).map(TrackedFacts::tracked).orElse(false);
  }

  private static boolean isShell(String layer) {
    return layer.equals(SettingsFacts.SHELL);
  }

  private String layer() {
    return settings.find(name).map(Value::layer).orElse("");
  }

  private String source() {
    return settings.find(name).map(Value::source).orElse("");
  }

  /** The file to write to: that which gives the value now when it is one's own, else one's own. */
  private String target() {
    return layer().equals(".env") ? ".env" : settings.ownFile();
  }
}
