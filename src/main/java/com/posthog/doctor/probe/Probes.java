package com.posthog.doctor.probe;

import com.posthog.doctor.probe.app.HttpProbe;
import com.posthog.doctor.probe.app.TemporalProbe;
import com.posthog.doctor.probe.checkout.AppProbe;
import com.posthog.doctor.probe.checkout.CheckoutEnvProbe;
import com.posthog.doctor.probe.checkout.CheckoutProbe;
import com.posthog.doctor.probe.checkout.ComposeProbe;
import com.posthog.doctor.probe.checkout.FileProbe;
import com.posthog.doctor.probe.checkout.FrontendProbe;
import com.posthog.doctor.probe.checkout.GeneratedConfigProbe;
import com.posthog.doctor.probe.checkout.MaxMigrationProbe;
import com.posthog.doctor.probe.checkout.StartLockProbe;
import com.posthog.doctor.probe.checkout.TypegenProbe;
import com.posthog.doctor.probe.checkout.WorkingCopyProbe;
import com.posthog.doctor.probe.checkout.WorktreeProbe;
import com.posthog.doctor.probe.clickhouse.ClickHouseProbe;
import com.posthog.doctor.probe.clickhouse.MigrationsProbe;
import com.posthog.doctor.probe.docker.ContainerProbe;
import com.posthog.doctor.probe.docker.ContainersProbe;
import com.posthog.doctor.probe.docker.DiskUsageProbe;
import com.posthog.doctor.probe.docker.DockerProbe;
import com.posthog.doctor.probe.docker.ImagesProbe;
import com.posthog.doctor.probe.docker.VolumesProbe;
import com.posthog.doctor.probe.env.ExportsProbe;
import com.posthog.doctor.probe.env.SettingsProbe;
import com.posthog.doctor.probe.git.BindMountProbe;
import com.posthog.doctor.probe.git.GitHistoryProbe;
import com.posthog.doctor.probe.git.GitProbe;
import com.posthog.doctor.probe.git.TrackedProbe;
import com.posthog.doctor.probe.host.BinaryProbe;
import com.posthog.doctor.probe.host.DiskProbe;
import com.posthog.doctor.probe.host.EnvironmentProbe;
import com.posthog.doctor.probe.host.GroupProbe;
import com.posthog.doctor.probe.host.HostProbe;
import com.posthog.doctor.probe.host.HostsProbe;
import com.posthog.doctor.probe.host.NameProbe;
import com.posthog.doctor.probe.host.OpenFilesProbe;
import com.posthog.doctor.probe.host.ProcessorProbe;
import com.posthog.doctor.probe.host.SysctlProbe;
import com.posthog.doctor.probe.kafka.KafkaProbe;
import com.posthog.doctor.probe.mmdb.MmdbProbe;
import com.posthog.doctor.probe.node.NodeModulesProbe;
import com.posthog.doctor.probe.node.PlaywrightProbe;
import com.posthog.doctor.probe.port.ListenerProbe;
import com.posthog.doctor.probe.port.PortProbe;
import com.posthog.doctor.probe.port.ProcessProbe;
import com.posthog.doctor.probe.postgres.DatabasesProbe;
import com.posthog.doctor.probe.postgres.MigrationProbe;
import com.posthog.doctor.probe.postgres.PostgresProbe;
import com.posthog.doctor.probe.python.ImportsProbe;
import com.posthog.doctor.probe.python.VenvProbe;
import com.posthog.doctor.probe.redis.RedisProbe;
import com.posthog.doctor.probe.storage.StorageProbe;
import com.posthog.doctor.probe.tool.DirenvProbe;
import com.posthog.doctor.probe.tool.EngineAppProbe;
import com.posthog.doctor.probe.tool.HomebrewProbe;
import com.posthog.doctor.probe.tool.RequirementProbe;
import com.posthog.doctor.probe.tool.StarterProbe;
import com.posthog.doctor.probe.tool.ToolProbe;
import com.posthog.doctor.probe.tool.ToolboxProbe;
import com.posthog.doctor.probe.tool.XcodeProbe;
import com.posthog.doctor.probe.tool.XmlsecProbe;
import com.posthog.doctor.probe.zookeeper.ZooKeeperProbe;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The reviewed list of probes: one per kind of fact. A switch, so that only what is asked for is
 * loaded.
 */
public final class Probes {
  private final Optional<Path> repo;

  /**
   * The probes for a checkout that the reader named, or else for the one found upwards from here.
   */
  public Probes(Optional<Path> repo) {
    this.repo = repo;
  }

  /** The probe that reads this kind of fact. */
  public Optional<Probe<?>> find(String kind) {
    return Optional.ofNullable(
        switch (kind) {
          case "host" -> new HostProbe();
          case "sysctl" -> new SysctlProbe();
          case "open-files" -> new OpenFilesProbe();
          case "disk" -> new DiskProbe();
          case "processor" -> new ProcessorProbe();
          case "binary" -> new BinaryProbe();
          case "hosts" -> new HostsProbe();
          case "group" -> new GroupProbe();
          case "name" -> new NameProbe();
          case "environment" -> new EnvironmentProbe();
          case "checkout" -> new CheckoutProbe(repo);
          case "file" -> new FileProbe();
          case "compose" -> new ComposeProbe();
          // the engine
          case "docker" -> new DockerProbe();
          case "containers" -> new ContainersProbe();
          case "container" -> new ContainerProbe();
          case "volumes" -> new VolumesProbe();
          case "images" -> new ImagesProbe();
          case "disk-usage" -> new DiskUsageProbe();
          // the checkout
          case "mmdb" -> new MmdbProbe();
          case "checkout-env-files" -> new CheckoutEnvProbe();
          case "settings" -> new SettingsProbe();
          case "apps" -> new AppProbe();
          case "listeners" -> new ListenerProbe();
          case "port" -> new PortProbe();
          case "processes" -> new ProcessProbe();
          case "exports" -> new ExportsProbe();
          case "tracked" -> new TrackedProbe();
          // tools
          case "tool" -> new ToolProbe();
          case "toolbox" -> new ToolboxProbe();
          case "requirements" -> new RequirementProbe();
          case "xcode" -> new XcodeProbe();
          case "homebrew" -> new HomebrewProbe();
          case "engine-apps" -> new EngineAppProbe();
          case "xmlsec" -> new XmlsecProbe();
          case "starters" -> new StarterProbe();
          case "direnv" -> new DirenvProbe();
          case "node-modules" -> new NodeModulesProbe();
          case "venv" -> new VenvProbe();
          case "python-imports" -> new ImportsProbe();
          case "frontend" -> new FrontendProbe();
          case "typegen" -> new TypegenProbe();
          case "generated-config" -> new GeneratedConfigProbe();
          case "max-migrations" -> new MaxMigrationProbe();
          case "start-lock" -> new StartLockProbe();
          case "git" -> new GitProbe();
          case "git-history" -> new GitHistoryProbe();
          case "working-copy" -> new WorkingCopyProbe();
          case "worktree" -> new WorktreeProbe();
          case "bind-mounts" -> new BindMountProbe();
          // postgres
          case "postgres" -> new PostgresProbe();
          case "databases" -> new DatabasesProbe();
          case "migrations" -> new MigrationProbe();
          // other services
          case "redis" -> new RedisProbe();
          case "kafka" -> new KafkaProbe();
          case "storage" -> new StorageProbe();
          // clickhouse
          case "clickhouse" -> new ClickHouseProbe();
          case "clickhouse-migrations" -> new MigrationsProbe();
          case "zookeeper" -> new ZooKeeperProbe();
          // the app
          case "http" -> new HttpProbe();
          case "temporal" -> new TemporalProbe();
          case "playwright" -> new PlaywrightProbe();
          default -> null;
        });
  }
}
