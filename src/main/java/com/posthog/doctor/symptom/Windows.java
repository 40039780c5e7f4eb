package com.posthog.doctor.symptom;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/** Where in a literal it is looked for: over letters that seldom stand in a log. */
final class Windows {
  /** What logs are made of, the commonest first; what is not in it is rarer still. */
  private static final String COMMON = " etaoinrsl0cd1pu2m-:3.5\"4g6/f7h8y9,b_v=kwTI|xZq";

  /** What stands in the logs of this stack all the time. */
  private static final String EVERYWHERE =
      " posthog_ posthog- posthog. clickhouse- clickhouse: kafka: redis postgres django celery"
          + " worker- feature-flags plugin-server ingestion requests_ request: response finished with"
          + " connection_ connect to host localhost:127.0.0.1 http:// https:// GET POST /api/ status"
          + " code_ SELECT FROM WHERE INSERT INTO statement duration: executeQuery: events query_"
          + " group consumer topic_ partition broker offset message: \"message\": \"event\": level="
          + " \"level\": \"error error: Error: ERROR: failed: Failed failed to warning WARN INFO info"
          + " DEBUG debug Debug time: timeout logger container image version project: organization"
          + " database_ database: table_ table: does not exist already file_ file: process_ started"
          + " running ready success successfully node_modules/ src/ python3. site-packages/ .py ";

  private static final int END = 4; // the bytes that make the window stop
  private static final int[] RARITY = new int[256];
  private static final boolean[] COMMON_ENDS = new boolean[1 << 16];

  static {
    Arrays.fill(RARITY, COMMON.length());
    for (int i = 0; i < COMMON.length(); i++) {
      RARITY[COMMON.charAt(i)] = i;
    }
    byte[] sample = EVERYWHERE.getBytes(US_ASCII);
    for (int i = END - 1; i < sample.length; i++) {
      COMMON_ENDS[end(sample, i)] = true;
    }
  }

  private final int width;

  Windows(int width) {
    this.width = width;
  }

  /** Where the window of a literal lies best. */
  int offset(byte[] literal) {
    int best = 0;
    int most = -1;
    int sum = 0;
    for (int i = 0; i < literal.length; i++) {
      sum += RARITY[literal[i] & 0xff];
      if (i >= width) {
        sum -= RARITY[literal[i - width] & 0xff];
      }
      if (i >= width - 1) {
        int worth = COMMON_ENDS[end(literal, i)] ? 0 : sum;
        if (worth > most) {
          most = worth;
          best = i - width + 1;
        }
      }
    }
    return best;
  }

  /** The four bytes that end at a place, as a number of 16 bits; two of them may share one. */
  private static int end(byte[] bytes, int place) {
    int end = 0;
    for (int i = place - END + 1; i <= place; i++) {
      end = end * 31 + (bytes[i] & 0xff);
    }
    return end * 0x9e3779b1 >>> 16;
  }
}
