package com.posthog.doctor.probe.snapshot;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The variables of the environment that a check could want. All others stay out of a snapshot, by
 * name and by value.
 */
public final class Wanted {
  private static final List<String> BEGINNINGS =
      List.of(
          "POSTHOG",
          "DOCKER_",
          "COMPOSE_",
          "CLICKHOUSE_",
          "KAFKA_",
          "REDIS_",
          "PG",
          "DATABASE_",
          "OBJECT_STORAGE_",
          "EMAIL_",
          "SLACK_",
          "CLOUD_",
          "FLOX_",
          "DEVENV_",
          "UV_",
          "VIRTUAL_ENV",
          "NVM_",
          "FNM_",
          "VOLTA_",
          "MISE_",
          "ASDF_",
          "PYENV_",
          "HOMEBREW_",
          "NODE_",
          "npm_",
          "PNPM_",
          "COREPACK_",
          "LC_",
          "XDG_",
          "WSL",
          "CODESPACE",
          "OBJC_",
          "DJANGO_",
          "TEMPORAL_",
          "SKIP_",
          "CAPTURE_",
          "PLUGIN_",
          "OPENSSL_",
          "LDFLAGS",
          "CPPFLAGS",
          "CFLAGS",
          "OP_",
          "CARGO_",
          "RUST");

  private static final Set<String> NAMES =
      Set.of(
          "PATH",
          "HOME",
          "SHELL",
          "TERM",
          "LANG",
          "CI",
          "DEBUG",
          "SECRET_KEY",
          "HOST_BIND",
          "DISPLAY",
          "WAYLAND_DISPLAY",
          "http_proxy",
          "https_proxy",
          "no_proxy",
          "all_proxy",
          "HTTP_PROXY",
          "HTTPS_PROXY",
          "NO_PROXY",
          "ALL_PROXY",
          "SITE_URL",
          "JAVA_HOME",
          "PKG_CONFIG_PATH",
          "GITHUB_ACTIONS",
          "REMOTE_CONTAINERS",
          "PERSONAL_API_KEY",
          "IN_NIX_SHELL",
          "PRE_COMMIT",
          "GIT_INDEX_FILE",
          "GIT_DIR",
          "BROWSER",
          "SSH_CONNECTION",
          "INTERNAL_API_SECRET",
          "DEPLOYMENT",
          "TEST");

  private final Set<String> alsoNames;

  /** The usual ones, and those that cards name. */
  public Wanted(Set<String> alsoNames) {
    this.alsoNames = Set.copyOf(alsoNames);
  }

  boolean isWanted(String name) {
    if (NAMES.contains(name) || alsoNames.contains(name)) {
      return true;
    }
    return BEGINNINGS.stream().anyMatch(name::startsWith);
  }

  /** Every text of a tree that stands alone, such as the names in the files of the checkout. */
  static Set<String> mentioned(@Nullable Object tree) {
    Set<String> names = new HashSet<>();
    collect(tree, names);
    return names;
  }

  private static void collect(@Nullable Object tree, Set<String> names) {
    if (tree instanceof Map<?, ?> map) {
      map.forEach(
          (name, value) -> {
            names.add(String.valueOf(name));
            collect(value, names);
          });
    } else if (tree instanceof List<?> list) {
      list.forEach(item -> collect(item, names));
    } else if (tree instanceof String text) {
      names.add(text);
    }
  }
}
