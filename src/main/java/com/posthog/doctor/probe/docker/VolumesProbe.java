package com.posthog.doctor.probe.docker;

import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.command.ListVolumesResponse;
import com.posthog.doctor.facts.DockerFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.VolumesFacts;
import com.posthog.doctor.facts.VolumesFacts.Volume;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Lists the engine's volumes. */
public final class VolumesProbe implements Probe<VolumesFacts> {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

  @Override
  public Set<FactKey<?>> needs(FactKey<VolumesFacts> key) {
    return Engine.NEEDS;
  }

  @Override
  public VolumesFacts read(FactKey<VolumesFacts> key, Host host, Facts soFar, Deadline deadline)
      throws IOException {
    ListVolumesResponse answer =
        Engine.of(soFar, host, deadline).ask(client -> client.listVolumesCmd().exec());
    List<InspectVolumeResponse> all = answer.getVolumes();
    Map<String, String> times = times(answer);
    boolean local = !soFar.get(DockerFacts.KEY).virtual();
    List<Volume> volumes = new ArrayList<>();
    for (InspectVolumeResponse one : all == null ? List.<InspectVolumeResponse>of() : all) {
      volumes.add(volume(one, host, local, times));
    }
    return new VolumesFacts(volumes);
  }

  /** When each volume was made; docker-java keeps that only in the answer as a whole. */
  private static Map<String, String> times(ListVolumesResponse answer) {
    Map<String, String> times = new HashMap<>();
    if (answer.getRawValues().get("Volumes") instanceof List<?> volumes) {
      for (Object one : volumes) {
        if (one instanceof Map<?, ?> volume && volume.get("CreatedAt") instanceof String time) {
          times.put(String.valueOf(volume.get("Name")), time);
        }
      }
    }
    return times;
  }

  private static Volume volume(
      InspectVolumeResponse one, Host host, boolean local, Map<String, String> times) {
    Map<String, String> labels = one.getLabels() == null ? Map.of() : one.getLabels();
    String name = AnsweredInfo.text(one.getName());
    String path = AnsweredInfo.text(one.getMountpoint());
    return new Volume(
        name,
        labels.getOrDefault("com.docker.compose.project", ""),
        labels.getOrDefault("com.docker.compose.volume", ""),
        labels.containsKey("com.docker.volume.anonymous") || ID.matcher(name).matches(),
        AnsweredInfo.time(times.getOrDefault(name, "")),
        path,
        local && name.contains("postgres") ? postgresVersion(host, path) : "");
  }

  /** What Postgres wrote beside its data; empty when there is none or this user may not read it. */
  private static String postgresVersion(Host host, String path) {
    try {
      return path.isEmpty() ? "" : host.readText(Path.of(path, "PG_VERSION"), 64).strip();
    } catch (IOException unreadable) {
      return "";
    }
  }
}
