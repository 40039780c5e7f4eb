package com.posthog.doctor.facts;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The variables as the checkout's start hands them to the app: the shell, the files and what {@code
 * bin/start} itself sets, with the layer that gives each value.
 *
 * @param order the layers, strongest first: {@code shell}, {@code .env.local} …
 * @param orderSource what told the order: {@code bin/start:28}, or that it is built in
 * @param values the effective value of every variable, by name
 * @param files the files that give or may give variables, in the order of their strength
 * @param ownFile the file for one's own values: {@code .env.local} where the start reads it, else
 *     {@code .env}
 * @param floxActive whether this shell is inside the checkout's activated flox environment
 * @param floxPath where the program flox is; empty when it is not on PATH
 * @param opPath where 1Password's program op is; empty when it is not on PATH
 * @param opResolves whether {@code bin/start} hands {@code .env.local} to {@code op run}
 * @param references the variables whose value is a reference to 1Password
 * @param databaseUrl what the effective {@code DATABASE_URL} says
 * @param problems what could not be read or understood, one sentence each
 */
public record SettingsFacts(
    List<String> order,
    String orderSource,
    Map<String, Value> values,
    List<EnvFile> files,
    String ownFile,
    boolean floxActive,
    String floxPath,
    String opPath,
    boolean opResolves,
    List<Reference> references,
    DatabaseUrl databaseUrl,
    List<String> problems) {
  public static final FactKey<SettingsFacts> KEY = FactKey.of("settings", SettingsFacts.class);

  /** The layer of what the shell exports and no file explains. */
  public static final String SHELL = "shell";

  /** The layer of what the flox manifest sets at activation. */
  public static final String FLOX = "flox";

  public SettingsFacts {
    order = List.copyOf(order);
    values = Map.copyOf(values);
    files = List.copyOf(files);
    references = List.copyOf(references);
    problems = List.copyOf(problems);
  }

  /**
   * The effective value of a variable.
   *
   * @param setting the value, redacted
   * @param layer which layer gives it: {@code shell}, {@code flox}, {@code .envrc}, {@code
   *     bin/start}, {@code .env.local} …
   * @param source where it stands: {@code shell environment}, {@code .env.local:3}
   * @param computed whether it holds something that only a shell can work out, such as the output
   *     of a command; it is then shown as it is written
   * @param weaker what other layers say that this one overrides, strongest first
   */
  public record Value(
      Setting setting, String layer, String source, boolean computed, List<Definition> weaker) {
    public Value {
      weaker = List.copyOf(weaker);
    }
  }

  /** A value that a stronger layer overrides. */
  public record Definition(Setting setting, String layer, String source, boolean computed) {
    /** By its place alone: what a record would make itself is worked out at run time. */
    @Override
    public int hashCode() {
      return 31 * layer.hashCode() + source.hashCode();
    }
  }

  /** A variable with a reference such as {@code op://vault/item}, and where it stands. */
  public record Reference(String name, String source) {}

  /**
   * A file with variables.
   *
   * @param name relative to the checkout
   * @param kind {@code file}, {@code missing}, or what else is there
   * @param readBy {@code defaults} (sets what is not set, values as written), {@code shell}
   *     (sourced), {@code op} (by {@code op run}), {@code flox} (sourced at activation only), or
   *     empty when nothing reads it
   * @param unreadable why it could not be read; empty when it was
   * @param problems what is wrong in it
   */
  public record EnvFile(
      String name, String kind, String readBy, String unreadable, List<Problem> problems) {
    public EnvFile {
      problems = List.copyOf(problems);
    }
  }

  /**
   * A line that does not say what its writer meant.
   *
   * @param kind {@code duplicate}, {@code quote}, {@code kept-quotes}, {@code spaces}, {@code
   *     blank}, {@code export}, {@code no-key}, {@code crlf}, {@code bom}, {@code no-line-end}
   * @param line its number, from 1
   * @param key the variable; empty when the line has none
   * @param other another line: the first of duplicates
   * @param count how many lines are alike
   */
  public record Problem(String kind, int line, String key, int other, int count) {}

  /** The effective value of this name, when it is set; an empty value counts as not set. */
  public Optional<Value> find(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.setting().isEmpty());
  }

  /** The effective value as it may be shown; empty when it is not set. */
  public String shown(String name) {
    return find(name).map(value -> value.setting().shown()).orElse("");
  }

  /** Where the effective value stands; empty when it is not set. */
  public String source(String name) {
    return find(name).map(Value::source).orElse("");
  }

  /** What other layers say of a variable and this one's value overrides, strongest first. */
  public List<Definition> weaker(String name) {
    return find(name).map(Value::weaker).orElse(List.of());
  }

  /** The effective value itself, for a driver's login and for comparisons; empty when not set. */
  public String reveal(String name) {
    return find(name).map(value -> value.setting().raw().reveal()).orElse("");
  }

  /** The password of the main database: of its URL, else the one that Django takes. */
  public Setting databasePassword() {
    if (databaseUrl.given()) {
      return databaseUrl.password();
    }
    String given = reveal("PGPASSWORD");
    return Setting.of("password", given.isEmpty() ? "posthog" : given);
  }

  /** Whether Django would take the value for true. */
  public boolean isOn(String name) {
    return switch (reveal(name).toLowerCase(java.util.Locale.ROOT)) {
      case "1", "true", "t", "yes", "y", "on" -> true;
      default -> false;
    };
  }

  /** The file of this name. */
  public Optional<EnvFile> file(String name) {
    return files.stream().filter(file -> file.name().equals(name)).findFirst();
  }
}
