package com.posthog.doctor.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The faults that are made, each with the one headline that it must give. */
final class Faults {
  private Faults() {}

  static List<Fault> all() {
    List<Fault> all = new ArrayList<>();
    all.addAll(ContainerFaults.all());
    all.addAll(EngineFaults.all());
    all.addAll(PostgresFaults.all());
    all.addAll(ServerFaults.all());
    all.addAll(AppFaults.all());
    all.addAll(CheckoutFaults.all());
    return List.copyOf(all);
  }

  /** Two faults that have nothing to do with each other. */
  record Pair(Fault one, Fault other) {
    String name() {
      return one.name() + "; " + other.name();
    }
  }

  /** Pairs of independent faults, each of which must give two headlines. */
  static List<Pair> pairs() {
    var byName = all().stream().collect(Collectors.toMap(Fault::name, Function.identity()));
    return List.of(
            List.of("db is stopped", "redis7 is stopped"),
            List.of("db is paused", "a bucket is missing"),
            List.of("redis7 is killed", "a topic is missing"),
            List.of("redis7 is removed", "a password of Postgres is wrong"),
            List.of("zookeeper is stopped", "the frontend is not started"),
            List.of("kafka is paused", "a database is missing"),
            List.of("redis7 is killed for want of memory", "a Django migration is pending"),
            List.of("kafka-init has failed", "redis7 is a read-only replica"),
            List.of("a password of ClickHouse is wrong", "capture is not started"),
            List.of(
                "another program holds the port of redis7", "the backend answers with an error"),
            List.of("objectstorage is stopped", "redis7 keeps everything"),
            List.of("db is unhealthy", "no worker of celery has a heartbeat"),
            List.of("a ClickHouse migration is pending", "a Django migration is of another branch"))
        .stream()
        .map(
            two -> new Pair(named(byName.get(two.get(0)), two), named(byName.get(two.get(1)), two)))
        .toList();
  }

  /** Faults that no waiting takes away. */
  static List<Fault> lasting() {
    var byName = all().stream().collect(Collectors.toMap(Fault::name, Function.identity()));
    return Stream.of(
            "a password of Postgres is wrong",
            "a password of ClickHouse is wrong",
            "redis7 wants a password",
            "redis7 is a read-only replica",
            "the key of the storage is not known",
            "kafka-init has failed",
            "redis7 is killed for want of memory",
            "another program holds the port of redis7")
        .map(name -> named(byName.get(name), List.of(name)))
        .toList();
  }

  private static Fault named(Fault fault, List<String> two) {
    if (fault == null) {
      throw new IllegalArgumentException("no such fault: " + two);
    }
    return fault;
  }
}
