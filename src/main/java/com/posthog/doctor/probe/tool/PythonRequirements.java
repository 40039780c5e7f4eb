package com.posthog.doctor.probe.tool;

import com.electronwill.nightconfig.core.UnmodifiableConfig;
import com.electronwill.nightconfig.core.io.ParsingException;
import com.electronwill.nightconfig.toml.TomlParser;
import java.util.List;
import java.util.Optional;

/** What {@code pyproject.toml} requires of Python and uv. */
final class PythonRequirements {
  private static final String FILE = "pyproject.toml";
  private static final String VERSION_FILE = ".python-version";

  private final CheckoutText checkout;
  private final Optional<UnmodifiableConfig> project;
  private final String problem;

  PythonRequirements(CheckoutText checkout) {
    this.checkout = checkout;
    Optional<UnmodifiableConfig> parsed = Optional.empty();
    String reason = checkout.problem(FILE);
    try {
      parsed = checkout.find(FILE).map(text -> new TomlParser().parse(text));
    } catch (ParsingException | StackOverflowError malformed) {
      reason = FILE + " is not well-formed TOML";
    }
    this.project = parsed;
    this.problem = reason;
  }

  /** {@code requires-python}, else the version of {@code .python-version}. */
  Requirement python() {
    Requirement requirement = new Requirement(checkout.exists(FILE), FILE).problem(problem);
    String range = text(List.of("project", "requires-python"));
    if (!range.isEmpty()) {
      return requirement.range(range, checkout.place(FILE, "requires-python"));
    }
    String pinned = checkout.find(VERSION_FILE).map(String::strip).orElse("");
    return pinned.matches("[0-9]+(\\.[0-9]+){1,2}")
        ? requirement.range(
            "==" + pinned + (pinned.indexOf('.') == pinned.lastIndexOf('.') ? ".*" : ""),
            VERSION_FILE + ":1")
        : requirement;
  }

  /** {@code [tool.uv] required-version}. */
  Requirement uv() {
    boolean used = checkout.exists("uv.lock") || checkout.exists(FILE);
    Requirement requirement = new Requirement(used, "uv.lock").problem(problem);
    String range = text(List.of("tool", "uv", "required-version"));
    return range.isEmpty()
        ? requirement
        : requirement.range(range, checkout.place(FILE, "required-version"));
  }

  private String text(List<String> path) {
    Object value = project.map(config -> config.<Object>get(path)).orElse(null);
    return value instanceof String words ? words.strip() : "";
  }
}
