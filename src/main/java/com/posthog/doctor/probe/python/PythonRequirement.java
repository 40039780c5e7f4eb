package com.posthog.doctor.probe.python;

import com.electronwill.nightconfig.core.Config;
import com.electronwill.nightconfig.core.io.ParsingException;
import com.electronwill.nightconfig.toml.TomlParser;
import com.posthog.doctor.host.Host;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;

/**
 * The Python that a checkout requires.
 *
 * @param range as it is declared: {@code ==3.13.13}; empty when the checkout does not say
 * @param source where
 */
record PythonRequirement(String range, String source) {

  static PythonRequirement of(Host host, Path checkout) {
    try {
      String text = host.readText(checkout.resolve("pyproject.toml"), 1 << 20);
      Config config = new TomlParser().parse(new StringReader(text));
      Object range = config.get(List.of("project", "requires-python"));
      return range instanceof String declared
          ? new PythonRequirement(declared, "pyproject.toml:" + line(text))
          : new PythonRequirement("", "");
    } catch (IOException | ParsingException unreadable) {
      return new PythonRequirement("", "");
    }
  }

  private static int line(String text) {
    return (int) text.substring(0, text.indexOf("requires-python")).lines().count() + 1;
  }
}
