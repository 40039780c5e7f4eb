package com.posthog.doctor.faults;

import com.posthog.doctor.support.PostgresServer;
import com.posthog.doctor.support.ServerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Faults of the engine, of compose's project and of the ports of this machine. */
final class EngineFaults {
  private final List<Fault> all = new ArrayList<>();

  private EngineFaults() {}

  static List<Fault> all() {
    EngineFaults faults = new EngineFaults();
    faults.engine();
    faults.project();
    faults.ports();
    faults.others();
    return faults.all;
  }

  private void add(String name, String headline, Fault.Act make, Fault.Act mend) {
    all.add(Fault.of(name, headline, make, mend));
  }

  private void engine() {
    String reachable = "docker.reachable";
    all.add(
        Fault.exported(
            "no engine is where DOCKER_HOST says",
            reachable,
            "DOCKER_HOST",
            "unix:///nowhere/docker.sock"));
    all.add(
        Fault.exported(
            "something else answers where DOCKER_HOST says",
            reachable,
            "DOCKER_HOST",
            "tcp://127.0.0.1:{redis7}"));
    all.add(
        Fault.exported(
            "the context of Docker is not there", reachable, "DOCKER_CONTEXT", "phfaults-nothing"));
  }

  private void project() {
    add(
        "redis7 runs another image",
        "docker.images redis7",
        stack ->
            Declaration.anotherImage(stack.checkout(), "phfaults/redis:7.0", "phfaults/redis:7.1"),
        stack ->
            Declaration.anotherImage(stack.checkout(), "phfaults/redis:7.1", "phfaults/redis:7.0"));
    add(
        "the stack runs under another project",
        "docker.project",
        stack -> Declaration.anotherProject(stack.checkout(), Stack.PROJECT, "phelsewhere"),
        stack -> Declaration.anotherProject(stack.checkout(), "phelsewhere", Stack.PROJECT));
  }

  private void ports() {
    Foreign redis = new Foreign();
    add(
        "another program holds the port of redis7",
        "ports.free redis7",
        stack -> {
          stack.containers().stop("redis7");
          redis.redis(stack.port("redis7"));
        },
        stack -> {
          redis.close();
          stack.containers().again("redis7");
        });
    Foreign postgres = new Foreign();
    add(
        "a Postgres of this machine stands in the place of db",
        "ports.free db",
        stack -> {
          stack.containers().stop("db");
          postgres.postgres(stack.port("db"));
        },
        stack -> {
          postgres.close();
          stack.containers().again("db");
        });
  }

  private void others() {
    add(
        "a container of another project holds the port of redis7",
        "ports.free redis7",
        stack -> {
          stack.containers().stop("redis7");
          stack.containers().stranger("phother", "redis7");
        },
        stack -> {
          stack.engine().docker("rm", "-f", "phother-redis7-1");
          stack.containers().again("redis7");
        });
    add(
        "a part of the stack runs under another project",
        "docker.project",
        stack -> {
          stack.engine().docker("rm", "-f", Containers.name("redis7"));
          stack.containers().stray("phother", "redis7");
        },
        stack -> {
          stack.engine().docker("rm", "-f", "phother-redis7-1");
          stack.fresh("redis7");
        });
  }

  /** A server of this machine that takes a port of the stack. */
  private static final class Foreign {
    private AutoCloseable server = () -> {};

    void redis(int port) throws Exception {
      Path folder = Files.createTempDirectory("foreign");
      ServerProcess started =
          ServerProcess.start(
              folder, List.of("redis-server", "--port", String.valueOf(port), "--save", ""));
      server = started;
      started.await(port, "", Duration.ofSeconds(20));
    }

    /** One without the role posthog. */
    void postgres(int port) throws Exception {
      server = PostgresServer.startOn(port);
    }

    void close() throws Exception {
      server.close();
    }
  }
}
