package com.posthog.doctor.facts;

import java.util.List;
import java.util.Optional;

/** The reviewed list of the kinds of facts that cards and snapshots can name. */
public final class FactKinds {
  /** Every kind, by the name that cards use. */
  public static final List<String> NAMES =
      List.of(
          "host",
          "sysctl",
          "open-files",
          "disk",
          "processor",
          "binary",
          "hosts",
          "name",
          "environment",
          "foreign",
          "checkout",
          "file",
          "compose",
          "listeners",
          "docker",
          "containers",
          "container",
          "volumes",
          "images",
          "disk-usage",
          "mmdb",
          "checkout-env-files",
          "settings",
          "apps",
          "port",
          "processes",
          "exports",
          "tracked",
          "tool",
          "toolbox",
          "requirements",
          "xcode",
          "homebrew",
          "engine-apps",
          "xmlsec",
          "starters",
          "direnv",
          "node-modules",
          "venv",
          "python-imports",
          "frontend",
          "typegen",
          "generated-config",
          "max-migrations",
          "start-lock",
          "git",
          "git-history",
          "working-copy",
          "worktree",
          "bind-mounts",
          // postgres
          "postgres",
          "databases",
          "migrations",
          // other services
          "redis",
          "kafka",
          // clickhouse
          "clickhouse",
          "clickhouse-migrations",
          "zookeeper",
          // the app
          "http",
          "temporal",
          "playwright");

  private FactKinds() {}

  /** The record of a kind; a switch, so that only the record asked for is loaded. */
  public static Optional<Class<?>> type(String kind) {
    return switch (kind) {
      case "host" -> Optional.of(HostFacts.class);
      case "sysctl" -> Optional.of(SysctlFacts.class);
      case "open-files" -> Optional.of(OpenFilesFacts.class);
      case "disk" -> Optional.of(DiskFacts.class);
      case "processor" -> Optional.of(ProcessorFacts.class);
      case "binary" -> Optional.of(BinaryFacts.class);
      case "hosts" -> Optional.of(HostsFacts.class);
      case "group" -> Optional.of(GroupFacts.class);
      case "name" -> Optional.of(NameFacts.class);
      case "environment" -> Optional.of(EnvironmentFacts.class);
      case "foreign" -> Optional.of(ForeignFacts.class);
      case "checkout" -> Optional.of(CheckoutFacts.class);
      case "file" -> Optional.of(FileFacts.class);
      case "compose" -> Optional.of(ComposeFacts.class);
      case "listeners" -> Optional.of(ListenerFacts.class);
      case "docker" -> Optional.of(DockerFacts.class);
      case "containers" -> Optional.of(ContainersFacts.class);
      case "container" -> Optional.of(ContainerFacts.class);
      case "volumes" -> Optional.of(VolumesFacts.class);
      case "images" -> Optional.of(ImagesFacts.class);
      case "disk-usage" -> Optional.of(DiskUsageFacts.class);
      // the checkout
      case "mmdb" -> Optional.of(MmdbFacts.class);
      case "checkout-env-files" -> Optional.of(CheckoutEnvFacts.class);
      case "settings" -> Optional.of(SettingsFacts.class);
      // ports and processes
      case "apps" -> Optional.of(AppFacts.class);
      case "port" -> Optional.of(PortFacts.class);
      case "processes" -> Optional.of(ProcessFacts.class);
      case "exports" -> Optional.of(ExportFacts.class);
      case "tracked" -> Optional.of(TrackedFacts.class);
      // tools
      case "tool" -> Optional.of(ToolFacts.class);
      case "toolbox" -> Optional.of(ToolboxFacts.class);
      case "requirements" -> Optional.of(RequirementFacts.class);
      case "xcode" -> Optional.of(XcodeFacts.class);
      case "homebrew" -> Optional.of(HomebrewFacts.class);
      case "engine-apps" -> Optional.of(EngineAppFacts.class);
      case "xmlsec" -> Optional.of(XmlsecFacts.class);
      case "starters" -> Optional.of(StarterFacts.class);
      case "direnv" -> Optional.of(DirenvFacts.class);
      case "node-modules" -> Optional.of(NodeModulesFacts.class);
      case "venv" -> Optional.of(VenvFacts.class);
      case "python-imports" -> Optional.of(PythonImportFacts.class);
      case "frontend" -> Optional.of(FrontendFacts.class);
      case "typegen" -> Optional.of(TypegenFacts.class);
      case "generated-config" -> Optional.of(GeneratedConfigFacts.class);
      case "max-migrations" -> Optional.of(MaxMigrationFacts.class);
      case "start-lock" -> Optional.of(StartLockFacts.class);
      case "git" -> Optional.of(GitFacts.class);
      case "git-history" -> Optional.of(GitHistoryFacts.class);
      case "working-copy" -> Optional.of(WorkingCopyFacts.class);
      case "worktree" -> Optional.of(WorktreeFacts.class);
      case "bind-mounts" -> Optional.of(BindMountFacts.class);
      // postgres
      case "postgres" -> Optional.of(PostgresFacts.class);
      case "databases" -> Optional.of(DatabasesFacts.class);
      case "migrations" -> Optional.of(MigrationFacts.class);
      // other services
      case "redis" -> Optional.of(RedisFacts.class);
      case "kafka" -> Optional.of(KafkaFacts.class);
      case "storage" -> Optional.of(StorageFacts.class);
      // clickhouse
      case "clickhouse" -> Optional.of(ClickHouseFacts.class);
      case "clickhouse-migrations" -> Optional.of(ClickHouseMigrationFacts.class);
      case "zookeeper" -> Optional.of(ZooKeeperFacts.class);
      // the app
      case "http" -> Optional.of(HttpFacts.class);
      case "temporal" -> Optional.of(TemporalFacts.class);
      case "playwright" -> Optional.of(PlaywrightFacts.class);
      default -> Optional.empty();
    };
  }

  /** The key of a fact by the form of cards: {@code tool(node)}. */
  public static Optional<FactKey<?>> key(String text) {
    int open = text.indexOf('(');
    if (open >= 0 && !text.endsWith(")")) {
      return Optional.empty();
    }
    String kind = open < 0 ? text : text.substring(0, open);
    String argument = open < 0 ? "" : text.substring(open + 1, text.length() - 1);
    return type(kind).map(type -> FactKey.of(kind, argument, type));
  }
}
