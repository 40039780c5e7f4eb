package com.posthog.doctor.probe.checkout;

import com.posthog.doctor.facts.CheckoutEnvFacts;
import com.posthog.doctor.facts.CheckoutEnvFacts.EnvFile;
import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.FileState;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Looks at the env files of the checkout: whether they are there, and lines that are no assignment.
 */
public final class CheckoutEnvProbe implements Probe<CheckoutEnvFacts> {
  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_LINES = 20;
  private static final String EXAMPLE = ".env.example";

  @Override
  public Set<FactKey<?>> needs(FactKey<CheckoutEnvFacts> key) {
    return Set.of(CheckoutFacts.KEY);
  }

  @Override
  public CheckoutEnvFacts read(
      FactKey<CheckoutEnvFacts> key, Host host, Facts soFar, Deadline deadline) {
    CheckoutFacts checkout = soFar.get(CheckoutFacts.KEY);
    Path folder = Path.of(checkout.path());
    List<EnvFile> files = new ArrayList<>();
    if (checkout.isLayered()) {
      files.add(file(host, folder, ".env.services", true, true, ""));
      files.add(file(host, folder, ".env.development", true, true, ""));
      files.add(file(host, folder, ".env.local", false, false, ".env.local.example"));
    }
    boolean example = host.state(folder.resolve(EXAMPLE)).isFile();
    files.add(file(host, folder, ".env", example, false, example ? EXAMPLE : ""));
    return new CheckoutEnvFacts(files);
  }

  private static EnvFile file(
      Host host, Path folder, String name, boolean expected, boolean tracked, String example) {
    Path path = folder.resolve(name);
    FileState state = host.state(path);
    String kind = state.kind().word();
    String problem = "";
    List<String> badLines = List.of();
    if (state.isFile()) {
      try {
        String text = host.readText(path, MOST_BYTES);
        problem = text.indexOf('\0') >= 0 ? "is binary, not text" : "";
        badLines = problem.isEmpty() ? badLines(text) : List.of();
      } catch (IOException unreadable) {
        problem = String.valueOf(unreadable.getMessage());
      }
    }
    return new EnvFile(name, kind, expected, tracked, example, problem, badLines);
  }

  /** The lines that no reader of env files takes for a comment, a blank or an assignment. */
  static List<String> badLines(String text) {
    List<String> bad = new ArrayList<>();
    char open = 0;
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length && bad.size() < MOST_LINES; i++) {
      String line = lines[i].strip();
      if (open != 0) {
        open = closes(line, open) ? 0 : open;
        continue;
      }
      if (i == 0 && line.startsWith("\uFEFF")) {
        line = line.substring(1);
      }
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      int equal = line.indexOf('=');
      if (equal < 0 || !isName(line.substring(0, equal))) {
        bad.add(String.valueOf(i + 1));
        continue;
      }
      open = opens(line.substring(equal + 1).strip(), lines, i);
    }
    return bad;
  }

  private static boolean isName(String text) {
    String name = text.strip();
    if (name.startsWith("export ")) {
      name = name.substring("export ".length()).strip();
    }
    return !name.isEmpty()
        && !Character.isDigit(name.charAt(0))
        && name.chars().allMatch(c -> c == '_' || c == '.' || c == '-' || isLetterOrDigit(c));
  }

  private static boolean isLetterOrDigit(int c) {
    return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
  }

  /** The quote that a value leaves open for the lines below; 0 when it ends here. */
  private static char opens(String value, String[] lines, int at) {
    if (value.isEmpty() || value.charAt(0) != '"' && value.charAt(0) != '\'') {
      return 0;
    }
    char quote = value.charAt(0);
    if (closes(value.substring(1), quote)) {
      return 0;
    }
    // a quote that nothing closes is one bad value, and the lines below are judged by themselves
    for (int i = at + 1; i < lines.length; i++) {
      if (closes(lines[i], quote)) {
        return quote;
      }
    }
    return 0;
  }

  private static boolean closes(String text, char quote) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\' && quote == '"') {
        i++;
      } else if (text.charAt(i) == quote) {
        return true;
      }
    }
    return false;
  }
}
