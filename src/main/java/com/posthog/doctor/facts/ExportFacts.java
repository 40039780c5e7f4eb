package com.posthog.doctor.facts;

import java.util.List;
import java.util.Optional;

/**
 * The lines of this user's shell files that export variables: names and places only, no values.
 *
 * @param exports in the order in which the files are listed
 * @param files the files that were looked through
 */
public record ExportFacts(List<Export> exports, List<String> files) {
  public static final FactKey<ExportFacts> KEY = FactKey.of("exports", ExportFacts.class);

  public ExportFacts {
    exports = List.copyOf(exports);
    files = List.copyOf(files);
  }

  /**
   * A line that exports a variable.
   *
   * @param name the variable
   * @param file as people write it: {@code ~/.zshrc}
   * @param line its number, from 1
   */
  public record Export(String name, String file, int line) {
    /** Where it stands: {@code ~/.zshrc:12}. */
    public String source() {
      return file + ":" + line;
    }
  }

  /** The last line that exports this variable, which is the one that counts. */
  public Optional<Export> find(String name) {
    return exports.stream().filter(one -> one.name().equals(name)).reduce((first, last) -> last);
  }
}
