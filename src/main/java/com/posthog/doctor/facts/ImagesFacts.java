package com.posthog.doctor.facts;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The images that the engine keeps. */
public record ImagesFacts(List<Image> images) {
  public static final FactKey<ImagesFacts> KEY = FactKey.of("images", ImagesFacts.class);

  public ImagesFacts {
    images = List.copyOf(images);
  }

  /**
   * An image.
   *
   * @param id with its {@code sha256:}
   * @param tags its names with tags
   * @param arch {@code arm64} or {@code x86_64}; only told for images that compose's containers use
   * @param sizeBytes its size
   * @param created when it was built
   */
  public record Image(String id, List<String> tags, String arch, long sizeBytes, Instant created) {
    public Image {
      tags = List.copyOf(tags);
    }
  }

  /** The image of this id. */
  public Optional<Image> find(String id) {
    return images.stream().filter(i -> i.id().equals(id)).findFirst();
  }
}
