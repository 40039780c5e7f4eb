package com.posthog.doctor.probe.host;

import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.GroupFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.util.List;
import java.util.Set;

/** Reads the file of groups. */
public final class GroupProbe implements Probe<GroupFacts> {
  private static final String FILE = "/etc/group";

  @Override
  public Set<FactKey<?>> needs(FactKey<GroupFacts> key) {
    return Set.of();
  }

  @Override
  public GroupFacts read(FactKey<GroupFacts> key, Host host, Facts soFar, Deadline deadline) {
    boolean joined =
        SystemFiles.text(host, FILE)
            .lines()
            .map(line -> line.split(":", -1))
            .filter(fields -> fields.length == 4 && fields[0].equals(key.argument()))
            .anyMatch(fields -> List.of(fields[3].strip().split(",", -1)).contains(host.user()));
    return new GroupFacts(key.argument(), joined);
  }
}
