package com.posthog.doctor.facts;

/**
 * Apple's command line tools, without which the programs in {@code /usr/bin} are stubs.
 *
 * @param applies whether this is macOS
 * @param installed whether {@code xcode-select -p} names a folder that is there
 * @param folder that folder
 * @param licensed whether the licence was accepted
 * @param problem what the tools say instead; empty when nothing is wrong
 */
public record XcodeFacts(
    boolean applies, boolean installed, String folder, boolean licensed, String problem) {
  public static final FactKey<XcodeFacts> KEY = FactKey.of("xcode", XcodeFacts.class);

  /** Whether the stubs of macOS lead to real programs. */
  public boolean usable() {
    return !applies || installed && licensed;
  }
}
