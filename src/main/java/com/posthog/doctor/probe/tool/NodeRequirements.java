package com.posthog.doctor.probe.tool;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Optional;

/** What {@code package.json} and {@code .nvmrc} require of Node and pnpm. */
final class NodeRequirements {
  static final String NVMRC = ".nvmrc";
  private static final String ROOT = "package.json";
  private static final List<String> PACKAGES =
      List.of(ROOT, "nodejs/package.json", "plugin-server/package.json");

  private final CheckoutText checkout;

  NodeRequirements(CheckoutText checkout) {
    this.checkout = checkout;
  }

  /**
   * The range of {@code engines}, else the major version of {@code .nvmrc}; the pin of the latter.
   */
  Requirement node() {
    Requirement requirement = new Requirement(checkout.exists(ROOT), ROOT);
    String pinned = pinned();
    if (!pinned.isEmpty()) {
      requirement.pin(pinned, NVMRC + ":1");
    }
    for (String file : PACKAGES) {
      String range = text(file, "engines", "node", requirement);
      if (!range.isEmpty()) {
        return requirement.range(range, checkout.place(file, "\"node\":"));
      }
    }
    int dot = pinned.indexOf('.');
    String major = dot < 0 ? pinned : pinned.substring(0, dot);
    return major.isEmpty() ? requirement : requirement.range(major, NVMRC + ":1");
  }

  /** The version of {@code packageManager}, when that is pnpm. */
  Requirement pnpm() {
    Requirement requirement =
        new Requirement(
            checkout.exists("pnpm-lock.yaml") || checkout.exists(ROOT), "pnpm-lock.yaml");
    String manager = text(ROOT, "packageManager", "", requirement);
    if (manager.startsWith("pnpm@")) {
      String version = manager.substring("pnpm@".length());
      int hash = version.indexOf('+');
      return requirement.range(
          hash < 0 ? version : version.substring(0, hash),
          checkout.place(ROOT, "\"packageManager\""));
    }
    return requirement;
  }

  /** The number of {@code .nvmrc}; empty when there is none or it is an alias such as lts/*. */
  String pinned() {
    String line =
        checkout
            .find(NVMRC)
            .flatMap(text -> text.lines().map(String::strip).filter(l -> !l.isEmpty()).findFirst())
            .orElse("");
    String version = line.startsWith("v") ? line.substring(1) : line;
    return version.matches("[0-9]{1,4}(\\.[0-9]{1,6}){0,2}") ? version : "";
  }

  private String text(String file, String field, String inner, Requirement requirement) {
    requirement.problem(checkout.problem(file));
    Optional<String> content = checkout.find(file);
    if (content.isEmpty()) {
      return "";
    }
    try {
      JsonElement root = JsonParser.parseString(content.get());
      JsonElement value = root instanceof JsonObject object ? object.get(field) : null;
      if (!inner.isEmpty()) {
        value = value instanceof JsonObject object ? object.get(inner) : null;
      }
      return value != null && value.isJsonPrimitive() ? value.getAsString().strip() : "";
    } catch (JsonParseException | StackOverflowError malformed) {
      requirement.problem(file + " is not well-formed JSON");
      return "";
    }
  }
}
