package com.posthog.doctor.faults;

import java.util.ArrayList;
import java.util.List;

/** Faults of the app's own processes. */
final class AppFaults {
  private final List<Fault> all = new ArrayList<>();

  private AppFaults() {}

  static List<Fault> all() {
    AppFaults faults = new AppFaults();
    faults.unwell();
    faults.ended();
    return faults.all;
  }

  private void says(String name, String headline, String unit, String path, int code, String body) {
    all.add(
        Fault.of(
            name,
            headline,
            stack -> stack.app().says(unit, path, code, body),
            stack -> stack.app().isItself(unit, path)));
  }

  private void unwell() {
    says(
        "the backend answers with an error",
        "app.web backend",
        "backend",
        "/_health",
        500,
        "ImproperlyConfigured");
    says(
        "the backend does not reach Kafka, which runs",
        "app.ready kafka_connected",
        "backend",
        "/_readyz",
        503,
        "{\"http\":true,\"postgres\":true,\"kafka_connected\":false}");
    says(
        "no worker of celery has a heartbeat",
        "app.celery celery-worker",
        "backend",
        "/_preflight",
        200,
        "{\"django\":true,\"redis\":true,\"celery\":false}");
    says(
        "the node services are not ready",
        "app.plugin-server nodejs",
        "nodejs",
        "/_ready",
        503,
        "{}");
    says("capture is not alive", "app.capture capture", "capture", "/_liveness", 500, "no");
    says(
        "another program answers in the place of capture",
        "app.capture capture",
        "capture",
        "/_liveness",
        404,
        "<h1>Not found</h1>");
    says(
        "feature flags are not ready",
        "app.flags feature-flags",
        "feature-flags",
        "/_readiness",
        503,
        "no");
  }

  private void ended() {
    for (List<String> one :
        List.of(
            List.of("the backend is not started", "app.web backend", "backend"),
            List.of("the frontend is not started", "app.frontend frontend", "frontend"),
            List.of("the node services are not started", "app.plugin-server nodejs", "nodejs"),
            List.of("capture is not started", "app.capture capture", "capture"),
            List.of("feature flags are not started", "app.flags feature-flags", "feature-flags"))) {
      all.add(
          Fault.of(
              one.get(0),
              one.get(1),
              stack -> stack.app().end(one.get(2)),
              stack -> stack.app().begin(one.get(2))));
    }
    all.add(
        Fault.of(
            "the app is not started",
            "app.started",
            stack -> {
              for (String unit : App.UNITS) {
                stack.app().end(unit);
              }
            },
            stack -> {
              for (String unit : App.UNITS) {
                stack.app().begin(unit);
              }
            }));
  }
}
