package com.posthog.doctor.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/** A text that never shows itself: no report, log, diff or snapshot can leak it. */
public final class Secret {
  private final String text;

  private Secret(String text) {
    this.text = text;
  }

  /** Hides a text. */
  public static Secret of(String text) {
    return new Secret(text);
  }

  /** The text itself, for a driver's login and for nothing else. */
  public String reveal() {
    return text;
  }

  /** A short mark, the same for equal secrets within this process only, for comparisons. */
  public String mark() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(Salt.BYTES);
      digest.update(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(), 0, 6);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && secret.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "(hidden)";
  }

  /** Made anew for each process, so that a mark says nothing outside it. */
  private static final class Salt {
    static final byte[] BYTES = new SecureRandom().generateSeed(16);
  }
}
