package com.posthog.doctor.probe.checkout;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.FrontendFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.host.Reach;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks for a built page, and for vite on the port that the checkout gives it. */
public final class FrontendProbe implements Probe<FrontendFacts> {
  private static final Pattern PORT = Pattern.compile("vite[^\"]*--port[ =]([0-9]{2,5})");
  private static final int USUAL_PORT = 8234;

  @Override
  public Set<FactKey<?>> needs(FactKey<FrontendFacts> key) {
    return Set.of(CheckoutFacts.KEY);
  }

  @Override
  public FrontendFacts read(FactKey<FrontendFacts> key, Host host, Facts soFar, Deadline deadline) {
    Path frontend = Path.of(soFar.get(CheckoutFacts.KEY).path()).resolve("frontend");
    Path dist = frontend.resolve("dist");
    String page =
        List.of("layout.html", "index.html").stream()
            .filter(name -> host.state(dist.resolve(name)).sizeBytes() > 0)
            .findFirst()
            .orElse("");
    Matcher declared = PORT.matcher(text(host, frontend.resolve("package.json")));
    boolean found = declared.find();
    int port = found ? Integer.parseInt(declared.group(1)) : USUAL_PORT;
    boolean serving =
        host.knock("127.0.0.1", port, deadline) == Reach.OPEN
            || host.knock("::1", port, deadline) == Reach.OPEN;
    return new FrontendFacts(
        host.state(dist).kind().word(),
        page,
        port,
        found ? "frontend/package.json" : "built in: the checkout does not say",
        serving);
  }

  private static String text(Host host, Path file) {
    try {
      return host.readText(file, 1 << 20);
    } catch (IOException unreadable) {
      return "";
    }
  }
}
