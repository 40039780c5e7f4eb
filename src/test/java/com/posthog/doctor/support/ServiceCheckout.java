package com.posthog.doctor.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A checkout of today whose services are on ports of this test: the well-known ones may be taken on
 * this machine. Its stack has a name of its own and was not started.
 */
public final class ServiceCheckout {
  private static final String COMPOSE = "docker-compose.dev.yml";

  private final TestCheckout checkout;
  private final String project;

  private ServiceCheckout(TestCheckout checkout, String project) {
    this.checkout = checkout;
    this.project = project;
  }

  /** A checkout below a temporary folder, with the project of this name. */
  public static ServiceCheckout of(Path temporary, String project) throws IOException {
    ServiceCheckout made = new ServiceCheckout(TestCheckout.of("layered", temporary), project);
    return made.replace("bin/mprocs.yaml", "-p posthog", "-p " + project);
  }

  /** The same, with another text in place of one that a file holds. */
  public ServiceCheckout replace(String file, String old, String text) throws IOException {
    String before = Files.readString(checkout.at(file));
    if (!before.contains(old)) {
      throw new IOException(file + " does not hold " + old);
    }
    checkout.write(file, before.replace(old, text));
    return this;
  }

  /** The same, with Postgres on this port. */
  public ServiceCheckout postgres(int port) throws IOException {
    return replace(COMPOSE, "'5432:5432'", "'" + port + ":5432'")
        .replace(".env.services", "@db:5432", "@127.0.0.1:" + port)
        .replace(".env.services", "PGHOST=db", "PGHOST=127.0.0.1\nPGPORT=" + port);
  }

  /** The same, with ClickHouse on this port. */
  public ServiceCheckout clickhouse(int port) throws IOException {
    return replace(COMPOSE, "'8123:8123'", "'" + port + ":8123'")
        .replace(".env.services", "CLICKHOUSE_HOST=clickhouse", "CLICKHOUSE_HOST=127.0.0.1");
  }

  /** The same, with ZooKeeper on this port. */
  public ServiceCheckout zookeeper(int port) throws IOException {
    return replace(COMPOSE, "'2181:2181'", "'" + port + ":2181'");
  }

  /** The same, with Redis on this port. */
  public ServiceCheckout redis(int port) throws IOException {
    return replace(COMPOSE, "'6379:6379'", "'" + port + ":6379'")
        .replace(".env.services", "redis://redis7:6379/", "redis://localhost:" + port + "/");
  }

  /** The same, with Kafka on this port. */
  public ServiceCheckout kafka(int port) throws IOException {
    return replace(COMPOSE, "'9092:9092'", "'" + port + ":9092'")
        .replace(".env.services", "KAFKA_HOSTS=kafka:9092", "KAFKA_HOSTS=localhost:" + port);
  }

  /** The same, with object storage on this port. */
  public ServiceCheckout storage(int port) throws IOException {
    return replace(COMPOSE, "'19000:19000'", "'" + port + ":19000'")
        .replace(".env.services", "http://objectstorage:19000", "http://localhost:" + port);
  }

  /** The compose project. */
  public String project() {
    return project;
  }

  /** The folder of the checkout. */
  public Path folder() {
    return checkout.folder();
  }

  /** A doctor in it. */
  public Doctor doctor() {
    return Doctor.in(folder());
  }
}
