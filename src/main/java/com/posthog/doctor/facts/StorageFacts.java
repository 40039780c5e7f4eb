package com.posthog.doctor.facts;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The object storage of the stack, or what took its place.
 *
 * @param contact how far the client came
 * @param image the image that the checkout names for it; may be empty
 * @param imageIn where the service is declared
 * @param accessKey the key that was used, as it may be shown
 * @param keySource where the key was read
 * @param status the HTTP status of its answer; 0 without one
 * @param code the error that it gave, in the words of S3: {@code InvalidAccessKeyId}; may be empty
 * @param buckets the buckets that the checkout uses
 * @param bucketCount how many buckets there are
 */
public record StorageFacts(
    Contact contact,
    String image,
    String imageIn,
    Setting accessKey,
    String keySource,
    int status,
    String code,
    List<Bucket> buckets,
    int bucketCount) {
  public static final FactKey<StorageFacts> KEY = FactKey.of("storage", StorageFacts.class);

  public StorageFacts {
    buckets = List.copyOf(buckets);
  }

  /** A bucket that the checkout uses, where it is named, and whether it is there. */
  public record Bucket(String name, String source, boolean exists) {}

  /** The service that is the object storage of the app, when the stack has one. */
  public static Optional<ComposeFacts.Service> service(ComposeFacts compose) {
    return compose.find("objectstorage").filter(ComposeFacts.Service::active);
  }

  /** The name of an image without registry and tag: {@code seaweedfs}. */
  public String imageName() {
    String name = image.substring(image.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    int tag = name.indexOf(':');
    return tag < 0 ? name : name.substring(0, tag);
  }

  /** The tag of the image; empty without one. */
  public String imageTag() {
    int tag = image.indexOf(':', image.lastIndexOf('/') + 1);
    return tag < 0 ? "" : image.substring(tag + 1);
  }
}
