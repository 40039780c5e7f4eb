package com.posthog.doctor.check.docker;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.ContainersFacts;
import com.posthog.doctor.facts.ContainersFacts.Container;
import com.posthog.doctor.facts.DockerFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.ImagesFacts;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Judges {@code docker.images}: running containers have the images that compose declares. */
public final class Images implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(ComposeFacts.KEY, ContainersFacts.KEY, DockerFacts.KEY)
        .and(ImagesFacts.KEY, CheckoutFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    ComposeFacts compose = facts.get(ComposeFacts.KEY);
    List<Verdict> verdicts = new ArrayList<>();
    for (ComposeFacts.Service service : compose.services()) {
      Optional<Container> container =
          facts.get(ContainersFacts.KEY).find(compose.project(), service.name());
      // an image that this checkout builds itself has whatever name the build gave it
      if (container.isEmpty() || !container.get().running() || service.image().isEmpty()) {
        continue;
      }
      verdicts.add(
          judge(service, container.get(), facts)
              .about(Subject.of(service.name()))
              .with("service", service.name())
              .with("project", compose.project())
              .with("file", compose.files().isEmpty() ? "" : compose.files().get(0))
              .with("seen", container.get().image())
              .with("needed", service.image())
              .seen("seen", container.get().image(), "docker ps")
              .seen("needed", service.image(), service.source()));
    }
    return verdicts.isEmpty() ? List.of(Verdict.pass("none-running")) : verdicts;
  }

  private static Verdict judge(ComposeFacts.Service service, Container container, Facts facts) {
    boolean moved = container.image().startsWith("sha256:") || isId(container);
    if (moved && !service.image().contains("@")) {
      return Verdict.fail("moved").at(Severity.ADVICE).curedBy("recreate-container");
    }
    if (!whole(container.image()).equals(whole(service.image()))) {
      return Verdict.fail("other").curedBy("recreate-container");
    }
    String arch =
        facts
            .find(ImagesFacts.KEY)
            .flatMap(images -> images.find(container.imageId()))
            .map(ImagesFacts.Image::arch)
            .orElse("");
    String engine = facts.get(DockerFacts.KEY).arch();
    if (!arch.isEmpty() && !engine.isEmpty() && !arch.equals(engine)) {
      // some images of the earlier era exist for one architecture only
      boolean today = facts.find(CheckoutFacts.KEY).map(CheckoutFacts::isLayered).orElse(true);
      return Verdict.fail("emulated")
          .at(today ? Severity.WARNING : Severity.ADVICE)
          .with("arch", arch)
          .with("engine-arch", engine)
          .curedBy("recreate-container");
    }
    return Verdict.pass("declared");
  }

  /** Whether the engine shows an id because the name has moved on to another image. */
  private static boolean isId(Container container) {
    String image = container.image();
    return image.length() >= 12
        && image.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f')
        && container.imageId().startsWith("sha256:" + image);
  }

  /** The whole name of an image: {@code caddy} is {@code docker.io/library/caddy:latest}. */
  public static String whole(String image) {
    String name = image;
    int slash = name.indexOf('/');
    String first = slash < 0 ? "" : name.substring(0, slash);
    boolean registry = first.contains(".") || first.contains(":") || first.equals("localhost");
    if (!registry) {
      name = "docker.io/" + (slash < 0 ? "library/" : "") + name;
    } else if (first.equals("docker.io") && name.indexOf('/', slash + 1) < 0) {
      name = "docker.io/library/" + name.substring(slash + 1);
    }
    boolean tagged = name.lastIndexOf(':') > name.lastIndexOf('/') || name.contains("@");
    return tagged ? name : name + ":latest";
  }
}
