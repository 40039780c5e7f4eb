package com.posthog.doctor.probe.redis;

import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.facts.RedisFacts;
import java.util.HashMap;
import java.util.Map;

/** What a server says of itself in the answer to {@code INFO}: lines of names and values. */
final class RedisInfo {
  private final Map<String, String> values = new HashMap<>();

  RedisInfo(String text) {
    for (String line : text.split("\\r?\\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.charAt(0) != '#') {
        values.put(line.substring(0, colon), line.substring(colon + 1).strip());
      }
    }
  }

  String text(String name) {
    return values.getOrDefault(name, "");
  }

  private long number(String name) {
    String text = text(name);
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
  }

  boolean isCluster() {
    return text("cluster_enabled").equals("1");
  }

  /** Whether it could not save its data the last time that it tried. */
  boolean lastSaveFailed() {
    return text("rdb_last_bgsave_status").equals("err");
  }

  /** Whether it cannot write its log of changes, in which case it refuses them. */
  boolean logFails() {
    return text("aof_last_write_status").equals("err");
  }

  private boolean isValkey() {
    return !text("valkey_version").isEmpty();
  }

  RedisFacts facts(
      Contact contact, ComposeFacts.Service service, boolean saveFails, String clusterState) {
    boolean follows = text("role").equals("slave");
    return new RedisFacts(
        contact,
        isValkey() ? "Valkey" : "Redis",
        version(service.image()),
        text("executable"),
        service.image(),
        versionIn(service.image()),
        service.source(),
        text("maxmemory_policy"),
        RedisPlace.option(service.command(), "--maxmemory-policy"),
        text("role"),
        follows && !text("slave_read_only").equals("0"),
        follows ? text("master_host") + ":" + text("master_port") : "",
        follows && text("master_link_status").equals("up"),
        number("maxmemory"),
        number("used_memory"),
        saveFails,
        isCluster(),
        clusterState);
  }

  /**
   * Its version in the counting of the image: a Valkey also gives the version of Redis that it
   * stands in for.
   */
  private String version(String image) {
    String own = text("valkey_version");
    boolean valkeyWanted = image.contains("valkey");
    return valkeyWanted && !own.isEmpty() ? own : text("redis_version");
  }

  /** The numbers in the tag of an image: {@code 7.2} of {@code redis:7.2-alpine}. */
  static String versionIn(String image) {
    int tag = image.indexOf(':', image.lastIndexOf('/') + 1);
    if (tag < 0) {
      return "";
    }
    int end = tag + 1;
    while (end < image.length()
        && (Character.isDigit(image.charAt(end)) || image.charAt(end) == '.')) {
      end++;
    }
    String version = image.substring(tag + 1, end);
    return version.endsWith(".") ? version.substring(0, version.length() - 1) : version;
  }
}
