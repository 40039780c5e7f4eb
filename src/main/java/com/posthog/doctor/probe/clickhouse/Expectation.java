package com.posthog.doctor.probe.clickhouse;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.ClickHouseFacts.Version;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.host.Host;
import java.io.IOException;
import java.nio.file.Path;

/** The version of ClickHouse that the checkout asks for. */
final class Expectation {
  private static final String FILE = "posthog/settings/service_requirements.py";
  private static final int LIMIT = 256 * 1024;

  private Expectation() {}

  /** What is required, before the running version is known. */
  static Version of(Host host, Facts soFar) {
    ComposeFacts compose = soFar.get(ComposeFacts.KEY);
    SettingsFacts settings = soFar.get(SettingsFacts.KEY);
    String image = compose.find("clickhouse").map(ComposeFacts.Service::image).orElse("");
    String imageIn = compose.find("clickhouse").map(ComposeFacts.Service::source).orElse("");
    boolean development = settings.isOn("DEBUG") || settings.isOn("TEST");
    boolean told = settings.find("SKIP_SERVICE_VERSION_REQUIREMENTS").isPresent();
    boolean skipped = told ? settings.isOn("SKIP_SERVICE_VERSION_REQUIREMENTS") : development;
    String range = "";
    String rangeIn = "";
    try {
      Path checkout = Path.of(soFar.get(CheckoutFacts.KEY).path());
      String text = host.readText(checkout.resolve(FILE), LIMIT);
      int at = text.indexOf("service=\"clickhouse\"");
      range = at < 0 ? "" : quoted(text, text.indexOf("supported_version", at));
      rangeIn = at < 0 ? "" : FILE + ":" + text.substring(0, at).lines().count();
    } catch (IOException absent) {
      rangeIn = ""; // a checkout that does not say takes any
    }
    return new Version("", false, range, rangeIn, !skipped, image, imageIn);
  }

  private static String quoted(String text, int from) {
    int start = from < 0 ? -1 : text.indexOf('"', from);
    int end = start < 0 ? -1 : text.indexOf('"', start + 1);
    return end < 0 ? "" : text.substring(start + 1, end);
  }
}
