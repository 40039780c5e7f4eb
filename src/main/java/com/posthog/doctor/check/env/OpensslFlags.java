package com.posthog.doctor.check.env;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.FileFacts;
import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges {@code env.openssl-flags}: whether a compiler would find Homebrew's OpenSSL. */
public final class OpensslFlags implements Rule {
  /** The installed modules of the Node server, under both of its names. */
  private static final List<FactKey<FileFacts>> MODULES =
      List.of(FileFacts.key("nodejs/node_modules"), FileFacts.key("plugin-server/node_modules"));

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(SettingsFacts.KEY, HostFacts.KEY, CheckoutFacts.KEY)
        .and(MODULES.get(0), MODULES.get(1));
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    SettingsFacts settings = facts.get(SettingsFacts.KEY);
    if (!settings.floxPath().isEmpty()) {
      return List.of(Verdict.pass("flox").seen("flox", settings.floxPath(), "PATH"));
    }
    boolean headers = settings.reveal("CPPFLAGS").contains("openssl");
    boolean library = settings.reveal("LDFLAGS").contains("openssl");
    if (headers && library) {
      return List.of(seen(Verdict.pass("set"), settings));
    }
    for (FactKey<FileFacts> module : MODULES) {
      if (facts.find(module).map(FileFacts::exists).orElse(false)) {
        return List.of(Verdict.pass("built").with("folder", module.argument()));
      }
    }
    HostFacts host = facts.get(HostFacts.KEY);
    String missing = headers ? "LDFLAGS" : library ? "CPPFLAGS" : "CPPFLAGS and LDFLAGS";
    return List.of(
        seen(Verdict.fail("missing"), settings)
            .with("missing", missing)
            .with("profile", host.home() + profile(host.shell()))
            .curedBy(host.shell().equals("fish") ? "openssl-flags-fish" : "openssl-flags"));
  }

  private static Verdict seen(Verdict verdict, SettingsFacts settings) {
    Verdict full = verdict;
    for (String name : List.of("CPPFLAGS", "LDFLAGS")) {
      full =
          full.seen(
              name,
              settings.find(name).map(value -> value.setting().shown()).orElse("not set"),
              settings.find(name).map(SettingsFacts.Value::source).orElse("shell environment"));
    }
    return full;
  }

  private static String profile(String shell) {
    return switch (shell) {
      case "bash" -> "/.bash_profile";
      case "fish" -> "/.config/fish/config.fish";
      default -> "/.zprofile";
    };
  }
}
