package com.posthog.doctor.facts;

import java.util.List;

/**
 * The architecture of a program that is found on PATH.
 *
 * @param name {@code node}
 * @param path where PATH finds it; empty when it does not
 * @param archs the architectures it can run as ({@code arm64}, {@code x86_64}); empty for a script
 *     and for what is no program of macOS
 */
public record BinaryFacts(String name, String path, List<String> archs) {
  public BinaryFacts {
    archs = List.copyOf(archs);
  }

  /** The key of the program of this name. */
  public static FactKey<BinaryFacts> key(String name) {
    return FactKey.of("binary", name, BinaryFacts.class);
  }
}
