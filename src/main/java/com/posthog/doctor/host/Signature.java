package com.posthog.doctor.host;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The headers that sign a request of S3 with AWS Signature Version 4, for requests without a body:
 * what looking at buckets, making and removing them needs, and no more.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html">the
 *     protocol</a>
 */
public final class Signature {
  private static final String NO_BODY =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String SIGNED = "host;x-amz-content-sha256;x-amz-date";

  private final String accessKey;
  private final String secretKey;
  private final String region;

  /** Signatures with these keys. */
  public Signature(String accessKey, String secretKey, String region) {
    this.accessKey = accessKey;
    this.secretKey = secretKey;
    this.region = region;
  }

  /**
   * The headers of a request beside {@code Host}.
   *
   * @param host the value of {@code Host}, as it is sent: {@code localhost:19000}
   * @param path the path, which needs no escapes
   * @param query one name and value, which need no escapes: {@code max-keys=1}; or nothing
   */
  public Map<String, String> headers(
      String method, String host, String path, String query, Instant now)
      throws GeneralSecurityException {
    String time = TIME.format(now);
    String day = time.substring(0, 8);
    String request =
        String.join(
            "\n",
            method,
            path,
            query,
            "host:" + host,
            "x-amz-content-sha256:" + NO_BODY,
            "x-amz-date:" + time,
            "",
            SIGNED,
            NO_BODY);
    String scope = day + "/" + region + "/s3/aws4_request";
    String words = "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + sha256(request);
    byte[] key = utf8("AWS4" + secretKey);
    for (String part : new String[] {day, region, "s3", "aws4_request"}) {
      key = hmac(key, part);
    }
    Map<String, String> headers = new TreeMap<>();
    headers.put("x-amz-content-sha256", NO_BODY);
    headers.put("x-amz-date", time);
    headers.put(
        "Authorization",
        "AWS4-HMAC-SHA256 Credential="
            + accessKey
            + "/"
            + scope
            + ", SignedHeaders="
            + SIGNED
            + ", Signature="
            + HexFormat.of().formatHex(hmac(key, words)));
    return headers;
  }

  private static String sha256(String text) throws GeneralSecurityException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(utf8(text)));
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(utf8(text));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
