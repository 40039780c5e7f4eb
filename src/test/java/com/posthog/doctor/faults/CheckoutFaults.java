package com.posthog.doctor.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Faults of what the checkout says of its stack and its app. */
final class CheckoutFaults {
  private static final String COMPOSE = "docker-compose.dev.yml";

  private final List<Fault> all = new ArrayList<>();

  private CheckoutFaults() {}

  static List<Fault> all() {
    CheckoutFaults faults = new CheckoutFaults();
    faults.files();
    faults.settings();
    return faults.all;
  }

  /** A fault of a file: what it says instead of what it said. */
  private void file(String name, String headline, String file, String instead) {
    all.add(
        new Fault(
            name,
            headline,
            stack -> {
              stack.keep(file);
              stack.checkout().write(file, instead);
              return Map.of();
            },
            stack -> stack.restore(file)));
  }

  private void files() {
    file("the compose file is broken", "docker.stack-started", COMPOSE, "services: [{");
  }

  private void settings() {
    all.add(
        Fault.set(
            "the names of the services lead nowhere",
            "host.names",
            "DATABASE_URL=postgres://posthog:posthog@db:{db}/posthog\n"
                + "CLICKHOUSE_HOST=clickhouse\n"
                + "REDIS_URL=redis://redis7:{redis7}/\n"
                + "KAFKA_HOSTS=kafka:{kafka}\n"
                + "OBJECT_STORAGE_ENDPOINT=http://objectstorage:{objectstorage}"));
    all.add(
        Fault.set(
            "DATABASE_URL is nonsense", "env.database-url DATABASE_URL", "DATABASE_URL=nonsense"));
    all.add(
        Fault.set(
            "the storage is looked for where nobody listens",
            "storage.answers objectstorage",
            "OBJECT_STORAGE_ENDPOINT=http://localhost:1"));
    all.add(
        Fault.set(
            "ClickHouse is looked for on another machine",
            "clickhouse.login clickhouse",
            "CLICKHOUSE_HOST=127.0.0.9"));
  }
}
