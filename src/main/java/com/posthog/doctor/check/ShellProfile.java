package com.posthog.doctor.check;

import com.posthog.doctor.facts.HostFacts;

/** The file in which a shell keeps its variables; a login shell of bash reads another one. */
public final class ShellProfile {
  private ShellProfile() {}

  /** Its path for this user; empty when there is no home folder. */
  public static String of(HostFacts host) {
    String file =
        switch (host.shell()) {
          case "zsh" -> ".zshrc";
          case "bash" -> host.isMac() ? ".bash_profile" : ".bashrc";
          case "fish" -> ".config/fish/config.fish";
          default -> ".profile";
        };
    return host.home().isEmpty() ? "" : host.home() + "/" + file;
  }
}
