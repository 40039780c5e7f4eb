package com.posthog.doctor.probe.clickhouse;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The users of ClickHouse's {@code users.xml} whose password stands there as plain text, or who
 * have none.
 */
final class UserList {
  private final Map<String, Optional<String>> passwords = new LinkedHashMap<>();

  private UserList() {}

  /** The users of a file; what is not well-formed is left out. */
  static UserList of(String xml) {
    UserList list = new UserList();
    String text = withoutComments(xml);
    int start = text.indexOf("<users>");
    int end = text.indexOf("</users>");
    if (start < 0 || end < start) {
      return list;
    }
    int at = start + "<users>".length();
    while (at < end) {
      int open = text.indexOf('<', at);
      int close = open < 0 ? -1 : text.indexOf('>', open);
      if (open < 0 || close < 0 || open >= end) {
        return list;
      }
      String name = text.substring(open + 1, close).strip();
      int last = text.indexOf("</" + name + ">", close);
      if (name.isEmpty() || last < 0 || last > end) {
        return list;
      }
      list.passwords.put(name, password(text.substring(close + 1, last)));
      at = last + name.length() + "</>".length();
    }
    return list;
  }

  /** Whether the list has this user. */
  boolean has(String user) {
    return passwords.containsKey(user);
  }

  /** The user's password; empty when it is kept as a hash, or there is no such user. */
  Optional<String> passwordOf(String user) {
    return passwords.getOrDefault(user, Optional.empty());
  }

  private static Optional<String> password(String user) {
    int open = user.indexOf("<password>");
    int close = user.indexOf("</password>");
    if (open >= 0 && close > open) {
      return Optional.of(plain(user.substring(open + "<password>".length(), close)));
    }
    boolean none =
        user.contains("<password/>")
            || user.contains("<password />")
            || user.contains("<no_password");
    return none ? Optional.of("") : Optional.empty();
  }

  private static String plain(String text) {
    return text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&");
  }

  private static String withoutComments(String xml) {
    StringBuilder text = new StringBuilder();
    int at = 0;
    for (int open = xml.indexOf("<!--"); open >= 0; open = xml.indexOf("<!--", at)) {
      text.append(xml, at, open);
      int close = xml.indexOf("-->", open);
      if (close < 0) {
        return text.toString();
      }
      at = close + "-->".length();
    }
    return text.append(xml, at, xml.length()).toString();
  }
}
