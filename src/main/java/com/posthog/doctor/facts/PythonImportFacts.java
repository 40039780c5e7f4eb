package com.posthog.doctor.facts;

import java.util.List;

/**
 * What the Python of the virtual environment can import.
 *
 * @param imports in the order of the question; empty when there was no Python to ask
 */
public record PythonImportFacts(List<Import> imports) {
  public static final FactKey<PythonImportFacts> KEY =
      FactKey.of("python-imports", PythonImportFacts.class);

  public PythonImportFacts {
    imports = List.copyOf(imports);
  }

  /**
   * One import.
   *
   * @param module what was imported: {@code psycopg2}
   * @param outcome {@code ok}, {@code not-installed}, {@code failed}, {@code crashed}, {@code slow}
   * @param error the last line that Python printed
   */
  public record Import(String module, String outcome, String error) {}
}
