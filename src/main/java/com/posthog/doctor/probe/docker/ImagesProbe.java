package com.posthog.doctor.probe.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Image;
import com.posthog.doctor.facts.ContainersFacts;
import com.posthog.doctor.facts.DockerFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.ImagesFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Lists the engine's images, and asks those that compose's containers use for their architecture.
 */
public final class ImagesProbe implements Probe<ImagesFacts> {
  private static final int MOST_ASKED = 80;

  @Override
  public Set<FactKey<?>> needs(FactKey<ImagesFacts> key) {
    return Set.of(DockerFacts.KEY, ContainersFacts.KEY);
  }

  @Override
  public ImagesFacts read(FactKey<ImagesFacts> key, Host host, Facts soFar, Deadline deadline)
      throws IOException {
    Engine engine = Engine.of(soFar, host, deadline);
    Set<String> used = new LinkedHashSet<>();
    for (ContainersFacts.Container container : soFar.get(ContainersFacts.KEY).containers()) {
      if (!container.project().isEmpty() && container.running() && used.size() < MOST_ASKED) {
        used.add(container.imageId());
      }
    }
    List<ImagesFacts.Image> images = new ArrayList<>();
    for (Image one : engine.ask(client -> client.listImagesCmd().exec())) {
      String id = AnsweredInfo.text(one.getId());
      String[] tags = one.getRepoTags();
      Long size = one.getSize();
      Long created = one.getCreated();
      images.add(
          new ImagesFacts.Image(
              id,
              tags == null ? List.of() : Arrays.asList(tags),
              used.contains(id) ? arch(engine, id) : "",
              size == null ? 0 : size,
              created == null ? Instant.EPOCH : Instant.ofEpochSecond(created)));
    }
    return new ImagesFacts(images);
  }

  private static String arch(Engine engine, String id) throws IOException {
    return engine.ask(
        client -> {
          try {
            return AnsweredInfo.arch(
                AnsweredInfo.text(client.inspectImageCmd(id).exec().getArch()));
          } catch (NotFoundException gone) {
            return "";
          }
        });
  }
}
