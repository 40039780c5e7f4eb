package com.posthog.doctor.probe.host;

import com.posthog.doctor.facts.EnvironmentFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.Setting;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.util.HashMap;
import java.util.Map;

/** Reads the variables that the doctor was started with, and hides what is secret. */
public final class EnvironmentProbe implements Probe<EnvironmentFacts> {

  @Override
  public EnvironmentFacts read(
      FactKey<EnvironmentFacts> key, Host host, Facts soFar, Deadline deadline) {
    Map<String, Setting> variables = new HashMap<>();
    host.environment().forEach((name, value) -> variables.put(name, Setting.of(name, value)));
    return new EnvironmentFacts(variables);
  }
}
