package com.posthog.doctor.check.host;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.DiskFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.List;
import java.util.Optional;

/** Judges {@code host.wsl}: what Linux inside Windows needs beside what Linux needs. */
public final class Wsl implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(DiskFacts.ofCheckout(), SettingsFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    return List.of(drive(facts.get(DiskFacts.ofCheckout())), bind(facts.get(SettingsFacts.KEY)));
  }

  private static Verdict drive(DiskFacts disk) {
    return (disk.windowsDrive()
            ? Verdict.fail("drive").curedBy("move-to-linux")
            : Verdict.pass("linux"))
        .about(Subject.of("checkout"))
        .with("path", disk.path())
        .with("mount", disk.mountPoint())
        .seen("seen", disk.type() + " on " + disk.mountPoint(), "/proc/mounts");
  }

  private static Verdict bind(SettingsFacts settings) {
    Optional<SettingsFacts.Value> value = settings.find("HOST_BIND");
    Verdict verdict =
        value.isPresent()
            ? Verdict.pass("bound")
                .with("value", value.get().setting().shown())
                .seen("seen", value.get().setting().shown(), value.get().source())
            : Verdict.fail("unbound")
                .curedBy("set-host-bind")
                .seen("seen", "not set", "shell environment, env files");
    return verdict
        .about(Subject.of("HOST_BIND"))
        .with("file", settings.ownFile().isEmpty() ? ".env.local" : settings.ownFile());
  }
}
