package com.posthog.doctor.check.redis;

import com.posthog.doctor.check.Reception;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.RedisFacts;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Verdict;

/**
 * Judges {@code redis.version}: whether the server has the version of the image that the checkout
 * names. An older one lacks commands; a newer one is only worth a word.
 */
public final class Version implements EachServer {

  @Override
  public Verdict judge(RedisFacts redis, Facts facts) {
    Verdict verdict = verdict(redis);
    Verdict full =
        Reception.filled(verdict, redis.contact(), facts)
            .with("product", redis.product())
            .with("version", redis.version())
            .with("image", redis.image())
            .with("required", redis.required())
            .seen("seen", redis.product() + " " + redis.version(), "INFO");
    if (!redis.program().isEmpty()) {
      full = full.seen("program", redis.program(), "INFO");
    }
    return full.seen("needed", redis.image(), redis.requiredIn());
  }

  private static Verdict verdict(RedisFacts redis) {
    int[] seen = numbers(redis.version());
    int[] needed = numbers(redis.required());
    if (seen.length == 0 || needed.length == 0) {
      return Verdict.pass("any");
    }
    int differs = compare(seen, needed);
    if (differs == 0) {
      return Verdict.pass("fits");
    }
    boolean sameMajor = seen[0] == needed[0];
    if (differs > 0 && sameMajor) {
      return Verdict.pass("newer-minor"); // it has all that is needed
    }
    Verdict verdict = Verdict.fail(differs < 0 ? "older" : "newer").curedBy("use-container");
    return differs < 0 && !sameMajor ? verdict : verdict.at(Severity.ADVICE);
  }

  /** Compares as many numbers as the requirement has. */
  private static int compare(int[] seen, int[] needed) {
    for (int i = 0; i < needed.length; i++) {
      int number = i < seen.length ? seen[i] : 0;
      if (number != needed[i]) {
        return Integer.compare(number, needed[i]);
      }
    }
    return 0;
  }

  private static int[] numbers(String version) {
    if (!version.matches("[0-9]{1,6}(\\.[0-9]{1,6})*.*")) {
      return new int[0];
    }
    String[] parts = version.replaceAll("[^0-9.].*", "").split("\\.", 4);
    int[] numbers = new int[Math.min(2, parts.length)]; // a patch level changes nothing here
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = parts[i].isEmpty() ? 0 : Integer.parseInt(parts[i]);
    }
    return numbers;
  }
}
