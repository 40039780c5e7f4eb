package com.posthog.doctor.probe.app;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HttpFacts;
import com.posthog.doctor.facts.Setting;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Endpoint;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.host.HttpAnswer;
import com.posthog.doctor.probe.Probe;
import com.posthog.doctor.probe.ServerProbe;
import com.posthog.doctor.probe.ServerProbe.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a web server for one path: the port first, then one GET that follows no redirect. */
public final class HttpProbe implements Probe<HttpFacts> {
  private static final Pattern URL =
      Pattern.compile("http://(\\[[0-9a-fA-F:.]+\\]|[A-Za-z0-9_.-]+):([0-9]{1,5})(/\\S*)");
  private static final int LIMIT = 64 << 10;
  private static final int LONGEST = 200;
  private static final int MOST_FIELDS = 60;

  @Override
  public HttpFacts read(FactKey<HttpFacts> key, Host host, Facts soFar, Deadline deadline)
      throws IOException {
    Matcher url = URL.matcher(key.argument());
    if (!url.matches()) {
      throw new IOException(key.argument() + " is no address of a web server");
    }
    String name = url.group(1).replaceAll("[\\[\\]]", "");
    int port = Integer.parseInt(url.group(2));
    Contact contact = contact(name, port, host, deadline);
    if (!contact.open()) {
      return new HttpFacts(contact, 0, "", "", "", Map.of());
    }
    Endpoint endpoint = Endpoint.tcp(contact.address(), port, name);
    try {
      return answered(contact, host.get(endpoint, url.group(3), LIMIT, deadline));
    } catch (IOException broken) {
      String problem = problem(broken);
      return new HttpFacts(contact.at(Contact.Stage.GREETING, problem), 0, "", "", "", Map.of());
    }
  }

  /** A server for this machine's own browser may listen on the IPv6 loopback address only. */
  private static Contact contact(String name, int port, Host host, Deadline deadline)
      throws IOException {
    Contact contact = ServerProbe.contact(new Place("", name, port, ""), host, deadline);
    if (contact.open() || !name.equals("localhost") || contact.addresses().contains("::1")) {
      return contact;
    }
    Contact six = ServerProbe.contact(new Place("", "::1", port, ""), host, deadline);
    return six.open() ? six : contact;
  }

  private static String problem(IOException broken) {
    String message = String.valueOf(broken.getMessage());
    // what the system says of a connection that was cut is different on each
    return message.contains("reset") || message.contains("aborted") || message.contains("pipe")
        ? "the connection was closed before the answer"
        : message;
  }

  private static HttpFacts answered(Contact contact, HttpAnswer answer) {
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    String type = answer.header("content-type").orElse("").split(";", 2)[0].strip();
    return new HttpFacts(
        contact.at(Contact.Stage.READY, ""),
        answer.status(),
        type.toLowerCase(Locale.ROOT),
        line(answer.header("server").orElse("")),
        line(text),
        text.stripLeading().startsWith("{") ? fields(text) : Map.of());
  }

  private static String line(String text) {
    String clean = Setting.withoutPasswords(text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip());
    return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "…";
  }

  private static Map<String, String> fields(String json) {
    Map<String, String> fields = new TreeMap<>();
    try {
      JsonObject all = JsonParser.parseString(json).getAsJsonObject();
      for (Map.Entry<String, JsonElement> one : all.entrySet()) {
        if (one.getValue().isJsonPrimitive() && fields.size() < MOST_FIELDS) {
          fields.put(line(one.getKey()), line(one.getValue().getAsString()));
        }
      }
    } catch (JsonParseException | IllegalStateException noJson) {
      fields.clear(); // it only looked like it
    }
    return fields;
  }
}
