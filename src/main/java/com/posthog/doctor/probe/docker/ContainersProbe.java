package com.posthog.doctor.probe.docker;

import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerMount;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.ContainerNetworkSettings;
import com.github.dockerjava.api.model.ContainerPort;
import com.posthog.doctor.facts.ContainersFacts;
import com.posthog.doctor.facts.ContainersFacts.Published;
import com.posthog.doctor.facts.DockerFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lists the engine's containers: one question, whatever their number. */
public final class ContainersProbe implements Probe<ContainersFacts> {
  private static final Pattern EXIT = Pattern.compile("Exited \\((-?[0-9]+)\\)");

  @Override
  public Set<FactKey<?>> needs(FactKey<ContainersFacts> key) {
    return Engine.NEEDS;
  }

  @Override
  public ContainersFacts read(
      FactKey<ContainersFacts> key, Host host, Facts soFar, Deadline deadline) throws IOException {
    List<Container> all =
        Engine.of(soFar, host, deadline)
            .ask(client -> client.listContainersCmd().withShowAll(true).exec());
    return new ContainersFacts(
        all.stream().map(one -> container(one, host)).toList(),
        soFar.get(DockerFacts.KEY).endpoint());
  }

  private static ContainersFacts.Container container(Container one, Host host) {
    Map<String, String> labels = one.getLabels() == null ? Map.of() : one.getLabels();
    String status = AnsweredInfo.text(one.getStatus());
    Matcher exit = EXIT.matcher(status);
    Long created = one.getCreated();
    return new ContainersFacts.Container(
        AnsweredInfo.text(one.getId()),
        name(one.getNames()),
        AnsweredInfo.text(one.getImage()),
        AnsweredInfo.text(one.getImageId()),
        labels.getOrDefault("com.docker.compose.project", ""),
        labels.getOrDefault("com.docker.compose.service", ""),
        real(host, labels.getOrDefault("com.docker.compose.project.working_dir", "")),
        labels.getOrDefault("com.docker.compose.oneoff", "").equalsIgnoreCase("true"),
        AnsweredInfo.text(one.getState()).toLowerCase(Locale.ROOT),
        health(status),
        exit.find() ? Integer.parseInt(exit.group(1)) : -1,
        status,
        created == null ? Instant.EPOCH : Instant.ofEpochSecond(created),
        ports(one.getPorts()),
        addresses(one.getNetworkSettings()),
        volumes(one.getMounts()));
  }

  /** Compose notes the folder as the shell named it; the checkout is known by its real path. */
  private static String real(Host host, String folder) {
    try {
      return folder.startsWith("/") ? host.real(Path.of(folder)).toString() : folder;
    } catch (InvalidPathException impossible) {
      return folder;
    }
  }

  private static String name(String[] names) {
    // a name with a second slash is a link from another container
    String first = "";
    for (String name : names == null ? new String[0] : names) {
      String bare = name.startsWith("/") ? name.substring(1) : name;
      if (bare.indexOf('/') < 0) {
        return bare;
      }
      first = first.isEmpty() ? bare : first;
    }
    return first;
  }

  private static String health(String status) {
    return status.contains("(healthy)")
        ? "healthy"
        : status.contains("(unhealthy)")
            ? "unhealthy"
            : status.contains("(health: starting)") ? "starting" : "";
  }

  private static List<Published> ports(ContainerPort[] ports) {
    List<Published> published = new ArrayList<>();
    for (ContainerPort port : ports == null ? new ContainerPort[0] : ports) {
      Integer outside = port.getPublicPort();
      Integer inside = port.getPrivatePort();
      if (outside != null && inside != null) {
        String address = AnsweredInfo.text(port.getIp());
        published.add(
            new Published(
                address.isEmpty() ? "0.0.0.0" : address,
                outside,
                inside,
                AnsweredInfo.text(port.getType())));
      }
    }
    return published;
  }

  private static Map<String, String> addresses(ContainerNetworkSettings settings) {
    Map<String, String> addresses = new HashMap<>();
    Map<String, ContainerNetwork> networks = settings == null ? null : settings.getNetworks();
    if (networks != null) {
      networks.forEach(
          (name, network) -> {
            if (network != null && !AnsweredInfo.text(network.getIpAddress()).isEmpty()) {
              addresses.put(name, network.getIpAddress());
            }
          });
    }
    return addresses;
  }

  private static List<String> volumes(List<ContainerMount> mounts) {
    List<String> names = new ArrayList<>();
    for (ContainerMount mount : mounts == null ? List.<ContainerMount>of() : mounts) {
      if (!AnsweredInfo.text(mount.getName()).isEmpty()) {
        names.add(mount.getName());
      }
    }
    return names;
  }
}
