package com.posthog.doctor.cli;

/** The version of the tool; the same as in {@code pom.xml}, which a test compares. */
final class Version {
  static final String TEXT = "0.1.0";

  private Version() {}
}
