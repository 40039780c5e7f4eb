package com.posthog.doctor.check.host;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges {@code host.platform}: whether PostHog can be developed on a machine of this kind. */
public final class Platform implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(HostFacts.KEY).and(CheckoutFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    HostFacts host = facts.get(HostFacts.KEY);
    return List.of(
        verdict(host, facts)
            .with("name", host.osName())
            .with("arch", host.arch())
            .seen("seen", (host.osName() + " " + host.arch()).strip(), source(host)));
  }

  private static Verdict verdict(HostFacts host, Facts facts) {
    if (host.isMac()) {
      return mac(host, facts);
    }
    if (!host.isLinux()) {
      return Verdict.fail(host.os().equals("windows") ? "windows" : "other")
          .with("name", host.os())
          .curedBy(host.os().equals("windows") ? "use-wsl" : "linux-machine");
    }
    if (host.isWslOne()) {
      return Verdict.fail("wsl-one").curedBy("wsl-two");
    }
    if (!host.arch().equals("x86_64") && !host.arch().equals("arm64")) {
      return Verdict.fail("arch").curedBy("linux-machine");
    }
    boolean reference = host.distro().equals("ubuntu") && host.osName().contains("LTS");
    return reference
        ? Verdict.pass("supported")
        : Verdict.fail("distro").at(Severity.ADVICE).curedBy("ubuntu-packages");
  }

  private static Verdict mac(HostFacts host, Facts facts) {
    boolean handbook =
        facts
            .find(CheckoutFacts.KEY)
            .filter(checkout -> checkout.found() && !checkout.isLayered())
            .isPresent();
    return host.isAppleSilicon() || handbook
        ? Verdict.pass("supported")
        : Verdict.fail("intel").at(Severity.WARNING).curedBy("linux-machine");
  }

  private static String source(HostFacts host) {
    return host.isMac() ? "sw_vers" : host.isLinux() ? "/etc/os-release" : "java os.name";
  }
}
