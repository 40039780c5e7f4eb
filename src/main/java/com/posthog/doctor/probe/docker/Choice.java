package com.posthog.doctor.probe.docker;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.posthog.doctor.host.Host;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The engine that the docker command would use: {@code DOCKER_HOST}, else {@code DOCKER_CONTEXT},
 * else the current context of its configuration, else the built-in socket.
 *
 * @param endpoint as the docker command writes it
 * @param origin what chose it
 * @param context the name of the context
 * @param problem why the context gives no endpoint; empty when it does
 * @param tls whether it is reached with certificates
 */
record Choice(String endpoint, String origin, String context, String problem, boolean tls) {
  static final String BUILT_IN = "unix:///var/run/docker.sock";
  private static final String DEFAULT = "default";
  private static final int LIMIT = 1 << 20;

  static Choice of(Host host) {
    String wish = variable(host, "DOCKER_HOST");
    if (!wish.isEmpty()) {
      return new Choice(
          withScheme(wish),
          "DOCKER_HOST",
          DEFAULT,
          "",
          !variable(host, "DOCKER_TLS_VERIFY").isEmpty());
    }
    String named = variable(host, "DOCKER_CONTEXT");
    if (!named.isEmpty()) {
      return context(host, named, "DOCKER_CONTEXT");
    }
    Path file = folder(host).resolve("config.json");
    try {
      JsonElement config = JsonParser.parseString(host.readText(file, LIMIT));
      String current = text(config, "currentContext");
      return current.isEmpty() ? builtIn("built in") : context(host, current, shown(host, file));
    } catch (NoSuchFileException none) {
      return builtIn("built in");
    } catch (IOException | JsonParseException | IllegalStateException unreadable) {
      // the docker command warns and goes on without its configuration
      return builtIn("built in (" + shown(host, file) + " cannot be read)");
    }
  }

  private static Choice builtIn(String origin) {
    return new Choice(BUILT_IN, origin, DEFAULT, "", false);
  }

  private static String variable(Host host, String name) {
    return host.environment().getOrDefault(name, "").strip();
  }

  private static Path folder(Host host) {
    String moved = variable(host, "DOCKER_CONFIG");
    try {
      if (!moved.isEmpty()) {
        return host.folder().resolve(moved);
      }
    } catch (InvalidPathException impossible) {
      return Path.of("/nowhere");
    }
    return host.home().orElse(Path.of("/")).resolve(".docker");
  }

  private static String shown(Host host, Path file) {
    String home = host.home().map(Path::toString).orElse("");
    return !home.isEmpty() && file.startsWith(home)
        ? "~" + file.toString().substring(home.length())
        : file.toString();
  }

  private static Choice context(Host host, String name, String origin) {
    if (name.equals(DEFAULT)) {
      return builtIn(origin);
    }
    Path meta = folder(host).resolve("contexts/meta").resolve(sha256(name)).resolve("meta.json");
    try {
      JsonElement docker =
          child(child(JsonParser.parseString(host.readText(meta, LIMIT)), "Endpoints"), "docker");
      String endpoint = text(docker, "Host");
      boolean tls =
          host.state(folder(host).resolve("contexts/tls").resolve(sha256(name)).resolve("docker"))
              .isFolder();
      return endpoint.isEmpty()
          ? new Choice("", origin, name, "the context names no endpoint", false)
          : new Choice(endpoint, origin, name, "", tls);
    } catch (NoSuchFileException none) {
      return new Choice("", origin, name, "there is no such context", false);
    } catch (IOException | JsonParseException | IllegalStateException unreadable) {
      return new Choice("", origin, name, "the context's meta.json cannot be read", false);
    }
  }

  private static JsonElement child(JsonElement parent, String name) {
    return parent instanceof JsonObject object && object.has(name)
        ? object.get(name)
        : new JsonObject();
  }

  private static String text(JsonElement parent, String name) {
    JsonElement value = child(parent, name);
    return value.isJsonPrimitive() ? value.getAsString() : "";
  }

  /** The docker command takes an address without a scheme for TCP. */
  private static String withScheme(String address) {
    if (address.contains("://")) {
      return address;
    }
    return address.startsWith("/") ? "unix://" + address : "tcp://" + address;
  }

  private static String sha256(String name) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
