package com.posthog.doctor.probe.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.host.HttpAnswer;
import com.posthog.doctor.host.Signature;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The words of S3: what is signed, and what an answer says. */
class StorageWordsTest {

  /** What curl 7.88 sent with --aws-sigv4 aws:amz:us-east-1:s3 at that time to that place. */
  @Test
  void aRequestIsSignedAsCurlSignsIt() throws GeneralSecurityException {
    Map<String, String> headers =
        new Signature("object_storage_root_user", "object_storage_root_password", "us-east-1")
            .headers("GET", "127.0.0.1:55511", "/", "", Instant.parse("2026-11-22T14:18:41Z"));
    assertEquals("20261122T141841Z", headers.get("x-amz-date"));
    assertEquals(
        "AWS4-HMAC-SHA256 Credential=object_storage_root_user/20261122/us-east-1/s3/aws4_request,"
            + " SignedHeaders=host;x-amz-content-sha256;x-amz-date,"
            + " Signature=ca3d6e00eee909043bd015bfb9fb80973c9538ffa00ba30c9764d6bbe6d06600",
        headers.get("Authorization"));
  }

  private static StorageAnswer answer(int status, String body) {
    return StorageAnswer.of(
        new HttpAnswer(status, Map.of(), body.getBytes(StandardCharsets.UTF_8), true));
  }

  @Test
  void aListNamesItsBucketsAndNotItsOwner() {
    StorageAnswer answer =
        answer(
            200,
            "<?xml version=\"1.0\"?><ListAllMyBucketsResult><Owner><ID>1</ID><Name>me</Name></Owner>"
                + "<Buckets><Bucket><Name>posthog</Name></Bucket><Bucket><Name>ai-blobs</Name>"
                + "</Bucket></Buckets></ListAllMyBucketsResult>");
    assertTrue(answer.spoken());
    assertEquals(List.of("posthog", "ai-blobs"), answer.buckets());
  }

  @Test
  void aListWithoutBucketsIsAnAnswer() {
    StorageAnswer answer =
        answer(200, "<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>");
    assertTrue(answer.spoken());
    assertEquals(List.of(), answer.buckets());
  }

  @Test
  void aRefusalHasItsCode() {
    StorageAnswer answer =
        answer(
            403, "<Error><Code>InvalidAccessKeyId</Code><Message>The AWS access</Message></Error>");
    assertTrue(answer.spoken());
    assertEquals("InvalidAccessKeyId", answer.code());
  }

  @Test
  void aPageOfAWebServerIsNoAnswer() {
    assertFalse(answer(200, "<html><body><Name>posthog</Name></body></html>").spoken());
    assertFalse(answer(404, "<Error>not cut short").spoken());
  }
}
