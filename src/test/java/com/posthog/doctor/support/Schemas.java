package com.posthog.doctor.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The schemas in {@code docs}, each read once. */
public final class Schemas {
  private static final Map<String, Schema> READ = new ConcurrentHashMap<>();

  private Schemas() {}

  /** Sees that a text fits the schema of a name, such as {@code plan}. */
  public static void assertFits(String name, String json) {
    Schema schema = READ.computeIfAbsent(name, Schemas::read);
    assertEquals(List.of(), schema.validate(json, InputFormat.JSON), json);
  }

  private static Schema read(String name) {
    try {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(
              Files.readString(Fixtures.project().resolve("docs/" + name + ".schema.json")),
              InputFormat.JSON);
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }
}
