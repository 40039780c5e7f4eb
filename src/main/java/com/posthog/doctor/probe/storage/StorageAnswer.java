package com.posthog.doctor.probe.storage;

import com.posthog.doctor.host.HttpAnswer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What an S3 server answers to a request for its buckets.
 *
 * @param status the HTTP status
 * @param spoken whether it is in the language of S3
 * @param code the error in the words of S3; empty without one
 * @param buckets the names of the buckets
 */
record StorageAnswer(int status, boolean spoken, String code, List<String> buckets) {

  /** Reads an answer; only the few elements that are wanted, wherever they stand. */
  static StorageAnswer of(HttpAnswer answer) {
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    boolean list = text.contains("<ListAllMyBucketsResult");
    boolean error = text.contains("<Error>");
    List<String> codes = error ? all(text, "Code") : List.of();
    List<String> buckets =
        list ? all(text.substring(Math.max(0, text.indexOf("<Buckets"))), "Name") : List.of();
    return new StorageAnswer(
        answer.status(),
        list || !codes.isEmpty() || answer.header("x-amz-request-id").isPresent(),
        codes.isEmpty() ? "" : codes.get(0),
        buckets);
  }

  private static List<String> all(String text, String element) {
    String open = "<" + element + ">";
    List<String> all = new ArrayList<>();
    int at = text.indexOf(open);
    while (at >= 0) {
      int start = at + open.length();
      int end = text.indexOf("</" + element + ">", start);
      if (end < 0) {
        break;
      }
      all.add(text.substring(start, end));
      at = text.indexOf(open, end);
    }
    return all;
  }
}
