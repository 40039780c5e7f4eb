package com.posthog.doctor.faults;

import com.posthog.doctor.support.TestCheckout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/**
 * What the stack's checkout says: its services, ports and settings, so that nothing is built in.
 */
final class Declaration {
  private static final String COMPOSE = "docker-compose.dev.yml";
  private static final String UNITS = "bin/mprocs.yaml";
  private final TestCheckout checkout;
  private final String image;

  Declaration(TestCheckout checkout, String image) {
    this.checkout = checkout;
    this.image = image;
  }

  /** The image of a service: Redis is told by that of its own. */
  static String image(String service, String usual) {
    return service.equals("redis7") ? Stack.PROJECT + "/redis:7.0" : usual;
  }

  /** The topics that the checkout's kafka-init makes. */
  static List<String> topics(TestCheckout checkout) {
    String compose = checkout.read(COMPOSE);
    int start = compose.indexOf("TOPICS=\"") + "TOPICS=\"".length();
    return List.of(
        compose
            .substring(start, compose.indexOf('"', start))
            .replace("\\", " ")
            .strip()
            .split("\\s+"));
  }

  /** Writes the files. */
  void write(
      Map<String, Containers.Recipe> recipes,
      Map<String, Integer> ports,
      Map<String, Integer> units)
      throws IOException {
    compose(recipes, ports);
    units(units);
    String start = checkout.read("bin/start");
    checkout.write(
        "bin/start",
        start.replace("PROJECT_NAME:-posthog}", "PROJECT_NAME:-" + Stack.PROJECT + "}"));
    Files.setPosixFilePermissions(
        checkout.at("bin/start"), PosixFilePermissions.fromString("rwxr-xr-x"));
    settings(ports);
  }

  private void compose(Map<String, Containers.Recipe> recipes, Map<String, Integer> ports) {
    String original = checkout.read(COMPOSE);
    StringBuilder compose = new StringBuilder("services:\n");
    recipes.forEach(
        (name, recipe) -> {
          compose.append("    ").append(name).append(":\n");
          compose.append("        image: ").append(image(name, image)).append('\n');
          compose.append("        ports: ['127.0.0.1:").append(ports.get(name));
          compose.append(':').append(recipe.port()).append("']\n");
          compose.append(
              switch (name) {
                case "db" ->
                    "        environment: { POSTGRES_USER: posthog, POSTGRES_DB: posthog,"
                        + " POSTGRES_PASSWORD: posthog }\n";
                case "redis7" ->
                    "        command: redis-server --maxmemory-policy allkeys-lru"
                        + " --maxmemory 200mb\n";
                default -> "";
              });
        });
    compose.append(
        original
            .substring(original.indexOf("    kafka-init:"), original.indexOf("    kafka_ui:"))
            .replace("docker.io/redpandadata/redpanda:v25.1.9", image));
    checkout.write(COMPOSE, compose.toString());
    checkout.write("docker-compose.profiles.yml", "services: {}\n");
  }

  /** The units of the app, each on a port of its own, beside the stack. */
  private void units(Map<String, Integer> units) {
    String original = checkout.read(UNITS);
    StringBuilder text = new StringBuilder("procs:\n");
    units.forEach(
        (name, port) ->
            text.append("    ")
                .append(name)
                .append(":\n        shell: 'HTTP_SERVER_PORT=")
                .append(port)
                .append(" ./bin/start-")
                .append(name)
                .append("'\n"));
    text.append(
        original
            .substring(
                original.indexOf("    docker-compose:"), original.indexOf("    feature-flags:"))
            .replace("-p posthog ", "-p " + Stack.PROJECT + " "));
    checkout.write(UNITS, text.toString());
  }

  private void settings(Map<String, Integer> ports) {
    checkout.write(
        ".env.development",
        checkout
            .read(".env.development")
            .replace("_HOST=redis7", "_HOST=localhost")
            .replace("_HOST=temporal", "_HOST=localhost"));
    checkout.write(
        ".env.services",
        checkout
            .read(".env.services")
            .replace("@db:5432", "@localhost:" + ports.get("db"))
            .replace("PGHOST=db", "PGHOST=localhost\nPGPORT=" + ports.get("db"))
            .replace("CLICKHOUSE_HOST=clickhouse", "CLICKHOUSE_HOST=localhost")
            .replace("redis://redis7:6379", "redis://localhost:" + ports.get("redis7"))
            .replace("KAFKA_HOSTS=kafka:9092", "KAFKA_HOSTS=localhost:" + ports.get("kafka"))
            .replace("//objectstorage:19000", "//localhost:" + ports.get("objectstorage"))
            .replace("=object_storage_root_user", "=S3RVER")
            .replace("=object_storage_root_password", "=S3RVER"));
  }

  /** Lets the compose file name another image for a service. */
  static void anotherImage(TestCheckout checkout, String from, String to) {
    checkout.write(COMPOSE, checkout.read(COMPOSE).replace("image: " + from, "image: " + to));
  }

  /** Lets bin/start and the process manager pin another compose project. */
  static void anotherProject(TestCheckout checkout, String from, String to) {
    for (String file : List.of("bin/start", UNITS)) {
      checkout.write(
          file,
          checkout
              .read(file)
              .replace("PROJECT_NAME:-" + from + "}", "PROJECT_NAME:-" + to + "}")
              .replace("-p " + from + " ", "-p " + to + " "));
    }
  }
}
