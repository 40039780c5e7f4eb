package com.posthog.doctor.facts;

/**
 * How many files one process of this shell may open.
 *
 * @param soft the limit in force; {@link Long#MAX_VALUE} for none
 * @param shown the limit as people write it: {@code 256}, {@code unlimited}
 * @param source where it was read
 */
public record OpenFilesFacts(long soft, String shown, String source) {
  public static final FactKey<OpenFilesFacts> KEY = FactKey.of("open-files", OpenFilesFacts.class);
}
