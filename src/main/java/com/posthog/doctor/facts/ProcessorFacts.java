package com.posthog.doctor.facts;

/**
 * The processor, as far as an image may need it.
 *
 * @param arch {@code arm64} or {@code x86_64}
 * @param model what its maker calls it; may be empty
 * @param avx2 whether it has the AVX2 instructions; only x86_64 can
 * @param source where that was read
 */
public record ProcessorFacts(String arch, String model, boolean avx2, String source) {
  public static final FactKey<ProcessorFacts> KEY = FactKey.of("processor", ProcessorFacts.class);
}
