package com.posthog.doctor.faults;

import java.util.ArrayList;
import java.util.List;

/** Faults of the containers themselves. */
final class ContainerFaults {
  private static final List<String> LOOKED_AT = List.of("db", "redis7", "kafka");

  private static final int MOST_TRIES = 5;

  private final List<Fault> all = new ArrayList<>();

  private ContainerFaults() {}

  static List<Fault> all() {
    ContainerFaults faults = new ContainerFaults();
    faults.stopped();
    faults.ended();
    faults.paused();
    faults.unhealthy();
    return faults.all;
  }

  private void add(String name, String headline, Fault.Act make, Fault.Act mend) {
    all.add(Fault.of(name, headline, make, mend));
  }

  private void stopped() {
    for (String service :
        List.of("db", "redis7", "clickhouse", "kafka", "objectstorage", "temporal", "proxy")) {
      add(
          service + " is stopped",
          "container.running " + service,
          stack -> stack.containers().stop(service),
          stack -> stack.containers().again(service));
    }
    add(
        "zookeeper is stopped",
        "container.running zookeeper",
        stack -> {
          stack.containers().stop("zookeeper");
          stack.servers().loseKeeper();
        },
        stack -> {
          stack.servers().findKeeper();
          stack.containers().again("zookeeper");
        });
    String[] everything = Recipes.all().keySet().toArray(new String[0]);
    add(
        "the whole stack is stopped",
        "container.running",
        stack -> stack.containers().stop(everything),
        stack -> stack.containers().again(everything));
    add(
        "redis7 is removed",
        "container.running redis7",
        stack -> stack.engine().docker("rm", "-f", Containers.name("redis7")),
        stack -> stack.fresh("redis7"));
    add(
        "maildev was never started",
        "container.running maildev",
        stack -> {
          stack.engine().docker("rm", "-f", Containers.name("maildev"));
          stack.containers().create("maildev");
        },
        stack -> stack.fresh("maildev"));
  }

  private void ended() {
    for (String service : List.of("db", "redis7")) {
      add(
          service + " is killed",
          "container.not-killed " + service,
          stack -> stack.containers().docker("kill", service),
          stack -> stack.containers().again(service));
    }
    add(
        "kafka-init has failed",
        "container.running kafka-init",
        stack ->
            stack
                .containers()
                .once("kafka-init", "echo Failed to create topic log_entries; exit 1"),
        stack -> stack.containers().once("kafka-init", "exit 0"));
    add(
        "objectstorage has ended with an error",
        "container.running objectstorage",
        stack ->
            stack
                .containers()
                .once("objectstorage", "echo cannot open /data: no such file; exit 1"),
        stack -> stack.fresh("objectstorage"));
    add(
        "redis7 is killed for want of memory",
        "container.not-killed redis7",
        ContainerFaults::killForMemory,
        stack -> stack.fresh("redis7"));
    add(
        "clickhouse crashes",
        "container.not-killed clickhouse",
        stack -> stack.containers().once("clickhouse", "kill -s SEGV $$; exit 139"),
        stack -> stack.fresh("clickhouse"));
    add(
        "redis7 starts again and again",
        "container.not-killed redis7",
        stack -> {
          stack
              .containers()
              .up(
                  "redis7",
                  List.of("--restart", "on-failure:9"),
                  "echo Bad directive or wrong number of arguments; exit 1");
          String still = "{{and .State.Restarting (ge .RestartCount 4)}}";
          stack.engine().await(Containers.name("redis7"), still, "true");
        },
        stack -> stack.fresh("redis7"));
  }

  private void paused() {
    for (String service :
        List.of("db", "redis7", "clickhouse", "zookeeper", "kafka", "objectstorage")) {
      add(
          service + " is paused",
          "container.running " + service,
          stack -> stack.containers().docker("pause", service),
          stack -> {
            stack.containers().docker("unpause", service);
            stack.containers().await(service);
          });
    }
  }

  /** The engine may hear of the end before it hears of the reason, and then never notes that. */
  private static void killForMemory(Stack stack) {
    String name = Containers.name("redis7");
    String reason = "";
    for (int i = 0; i < MOST_TRIES && !reason.equals("true"); i++) {
      stack
          .containers()
          .up(
              "redis7",
              List.of("--memory", "8m", "--memory-swap", "8m"),
              "x=aaaaaaaaaaaaaaaa; while true; do x=$x$x; done");
      stack.engine().await(name, "{{.State.Status}}", "exited");
      reason = stack.engine().docker("inspect", "--format", "{{.State.OOMKilled}}", name).strip();
    }
    if (!reason.equals("true")) {
      throw new IllegalStateException(name + " has ended, but not for want of memory");
    }
  }

  private void unhealthy() {
    for (String service : LOOKED_AT) {
      add(
          service + " is unhealthy",
          "container.healthy " + service,
          stack -> {
            stack.containers().exec(service, "/usr/bin/touch", "/tmp/sick");
            stack.containers().awaitHealth(service, "unhealthy");
          },
          stack -> {
            stack.containers().exec(service, "/usr/bin/rm", "-f", "/tmp/sick");
            stack.containers().awaitHealth(service, "healthy");
          });
    }
  }
}
