package com.posthog.doctor.model;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A step that acts on a container or a server, each by its own protocol and not by a program. */
public sealed interface ServiceStep extends Step {

  /** Its values in order, for the compiled catalogue. */
  List<String> fields();

  /** The kinds of these steps, and the fields of each that is no single text. */
  static boolean is(String kind) {
    return Deed.of(kind) != null
        || List.of("sql", "create-database", "create-topic", "create-bucket", "wait-for")
            .contains(kind);
  }

  /** The step of a kind with these values. */
  static ServiceStep of(String kind, List<String> fields) {
    Deed deed = Deed.of(kind);
    if (deed != null) {
      return new OnContainer(deed, fields.get(0));
    }
    return switch (kind) {
      case "sql" -> new Sql(fields.get(0), fields.get(1), fields.get(2));
      case "create-database" -> new CreateDatabase(fields.get(0));
      case "create-topic" -> new CreateTopic(fields.get(0));
      case "create-bucket" -> new CreateBucket(fields.get(0));
      case "wait-for" -> new WaitFor(fields.get(0), fields.get(1), fields.get(2));
      default -> throw new IllegalArgumentException("there is no step of the kind " + kind);
    };
  }

  /** What is done to a container. */
  enum Deed {
    START("start"),
    STOP("stop"),
    RESTART("restart"),
    UNPAUSE("unpause"),
    /** Only to take an unpause back. */
    PAUSE("pause");

    private final String word;

    Deed(String word) {
      this.word = word;
    }

    /** As the docker command calls it: {@code start}. */
    public String word() {
      return word;
    }

    static @Nullable Deed of(String kind) {
      for (Deed deed : values()) {
        if (deed != PAUSE && kind.equals(deed.word + "-container")) {
          return deed;
        }
      }
      return null;
    }
  }

  /** Start, stop or restart one container, or let it go on, whoever made it. */
  record OnContainer(Deed deed, String container) implements ServiceStep {
    @Override
    public String kind() {
      return deed.word() + "-container";
    }

    @Override
    public String describe() {
      return new Run(List.of("docker", deed.word(), container), false).describe();
    }

    @Override
    public boolean reversible() {
      return deed != Deed.RESTART;
    }

    @Override
    public Step fill(UnaryOperator<String> values) {
      return new OnContainer(deed, values.apply(container));
    }

    @Override
    public List<String> fields() {
      return List.of(container);
    }
  }

  /**
   * One statement for the Postgres of the checkout, in a transaction of its own.
   *
   * @param database where it runs; empty for the database of the login
   * @param undo the statement that takes it back; empty when there is none
   */
  record Sql(String database, String statement, String undo) implements ServiceStep {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.-]*");

    @Override
    public String kind() {
      return "sql";
    }

    @Override
    public String describe() {
      return statement;
    }

    @Override
    public boolean reversible() {
      return !undo.isEmpty();
    }

    @Override
    public Step fill(UnaryOperator<String> values) {
      Sql filled = new Sql(values.apply(database), values.apply(statement), values.apply(undo));
      boolean plain =
          Template.places(statement + undo).stream()
              .map(name -> values.apply("${" + name + "}"))
              .allMatch(value -> PLAIN.matcher(value).matches());
      // a value that is more than a word could end the statement and begin another one
      return plain
          ? filled
          : new Tell("Run this as SQL, if it is what you want: " + filled.statement());
    }

    @Override
    public List<String> fields() {
      return List.of(database, statement, undo);
    }
  }

  /** Make a database in the Postgres of the checkout. */
  record CreateDatabase(String name) implements ServiceStep {
    @Override
    public String kind() {
      return "create-database";
    }

    @Override
    public String describe() {
      return "CREATE DATABASE " + quoted(name);
    }

    /** A name as SQL writes it. */
    public static String quoted(String name) {
      return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    @Override
    public Step fill(UnaryOperator<String> values) {
      return new CreateDatabase(values.apply(name));
    }

    @Override
    public List<String> fields() {
      return List.of(name);
    }
  }

  /** Make a topic in the Kafka of the checkout, with as many partitions as the broker gives. */
  record CreateTopic(String name) implements ServiceStep {
    @Override
    public String kind() {
      return "create-topic";
    }

    @Override
    public String describe() {
      return "make the topic " + name;
    }

    @Override
    public Step fill(UnaryOperator<String> values) {
      return new CreateTopic(values.apply(name));
    }

    @Override
    public List<String> fields() {
      return List.of(name);
    }
  }

  /** Make a bucket in the object storage of the checkout. */
  record CreateBucket(String name) implements ServiceStep {
    @Override
    public String kind() {
      return "create-bucket";
    }

    @Override
    public String describe() {
      return "make the bucket " + name;
    }

    @Override
    public Step fill(UnaryOperator<String> values) {
      return new CreateBucket(values.apply(name));
    }

    @Override
    public List<String> fields() {
      return List.of(name);
    }
  }

  /**
   * Wait until something is so; nothing is changed by that.
   *
   * @param what {@code container} (until it runs, and is healthy where it has a health check),
   *     {@code port} (until something takes connections there) or {@code check} (until it passes)
   * @param name which one
   * @param within at most so long: {@code 60s}
   */
  record WaitFor(String what, String name, String within) implements ServiceStep {
    /** What can be waited for. */
    public static final List<String> KNOWN = List.of("container", "port", "check");

    @Override
    public String kind() {
      return "wait-for";
    }

    @Override
    public String describe() {
      return "wait until " + goal() + ", at most " + within;
    }

    /** What is waited for, as the end of a sentence. */
    public String goal() {
      return switch (what) {
        case "container" -> name + " is up";
        case "port" -> "port " + name + " takes connections";
        default -> name + " passes";
      };
    }

    @Override
    public Step fill(UnaryOperator<String> values) {
      return new WaitFor(what, values.apply(name), within);
    }

    @Override
    public List<String> fields() {
      return List.of(what, name, within);
    }
  }
}
