package com.posthog.doctor.probe.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.NodeModulesFacts;
import com.posthog.doctor.facts.NodeModulesFacts.NativeModule;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.support.SmallHost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Installed packages are compared with the lock file, and compiled modules with the Node of the
 * checkout.
 */
class NodeModulesProbeTest {
  private static final String HOME = "/home/u/posthog/";
  private static final String RDKAFKA = HOME + "nodejs/node_modules/node-rdkafka/";
  private static final String LOCK =
      """
      lockfileVersion: '9.0'

      importers:

        .:
          devDependencies:
            husky:
              specifier: ^9.1.7
              version: 9.1.7

        nodejs:
          dependencies:
            pg:
              specifier: ^8.13.0
              version: 8.13.1

        products/empty: {}

      packages:

        '@esbuild/darwin-arm64@0.25.0':
          resolution: {integrity: sha512-x}

        husky@9.1.7:
          resolution: {integrity: sha512-x}

        pg@8.13.1:
          resolution: {integrity: sha512-x}
      """;

  @TempDir Path temporary;

  @Test
  void theSameLockFileIsCurrent() throws IOException {
    assertEquals(0, root(LOCK).changedCount());
    assertEquals(0, server(LOCK).changedCount());
  }

  @Test
  void packagesForOtherMachinesAndEmptyFoldersMayBeLeftOut() throws IOException {
    String installed =
        LOCK.replace(
                "  '@esbuild/darwin-arm64@0.25.0':\n    resolution: {integrity: sha512-x}\n", "")
            .replace("  products/empty: {}\n", "");
    assertFalse(installed.contains("esbuild") || installed.contains("empty"));
    assertEquals(0, root(installed).changedCount());
  }

  @Test
  void aPackageThatIsNotAskedForAnyMoreIsBehind() throws IOException {
    NodeModulesFacts facts = root(LOCK.replace("husky@9.1.7", "husky@9.1.6"));
    assertEquals(List.of("husky@9.1.6"), facts.changed());
  }

  @Test
  void eachFolderIsJudgedByWhatItAsksFor() throws IOException {
    String installed = LOCK.replace("version: 8.13.1", "version: 8.13.0");
    assertEquals(List.of("nodejs"), server(installed).changed());
    assertEquals(List.of(), root(installed).changed());
    assertEquals(
        List.of("the top folder"),
        root(LOCK.replace("version: 9.1.7", "version: 9.1.6")).changed());
  }

  @Test
  void anUnfinishedMergeAndAMissingFileAreProblems() throws IOException {
    SmallHost merge =
        SmallHost.in(temporary)
            .text(HOME + "pnpm-lock.yaml", "<<<<<<< HEAD\n" + LOCK)
            .text(HOME + "node_modules/.pnpm/lock.yaml", LOCK);
    assertTrue(read(merge, "root").lockProblem().contains("unfinished merge"));
    SmallHost none = SmallHost.in(temporary).text(HOME + "node_modules/.pnpm/lock.yaml", LOCK);
    assertEquals("pnpm-lock.yaml does not exist", read(none, "root").lockProblem());
    SmallHost huge =
        SmallHost.in(temporary)
            .text(HOME + "pnpm-lock.yaml", "", "size: 1073741824")
            .text(HOME + "node_modules/.pnpm/lock.yaml", LOCK);
    assertEquals("pnpm-lock.yaml is larger than 32 MiB", read(huge, "root").lockProblem());
  }

  @Test
  void aFolderWithoutALockFileIsNotWhole() throws IOException {
    SmallHost host = SmallHost.in(temporary).text(HOME + "node_modules/x/package.json", "{}");
    assertEquals(List.of(".pnpm/lock.yaml"), read(host, "root").lacking());
  }

  @Test
  void theNodeOfACompiledModuleIsReadFromItsBuildOrFromTheModuleItself() throws IOException {
    SmallHost built =
        withModule()
            .text(RDKAFKA + "build/config.gypi", "{ \"node_module_version\": 115 }")
            .text(RDKAFKA + "build/Release/node-librdkafka.node", "ELF");
    assertEquals(115, only(built).abi());
    SmallHost registered =
        withModule().text(RDKAFKA + "build/Release/a.node", "\u007fELF node_register_module_v127");
    assertEquals(127, only(registered).abi());
    SmallHost everyNode =
        withModule()
            .text(RDKAFKA + "build/config.gypi", "{ 'node_module_version': 115 }")
            .text(RDKAFKA + "build/Release/a.node", "ELF napi_register_module_v1");
    assertEquals(0, only(everyNode).abi());
  }

  @Test
  void aModuleWithoutACompiledFileIsNotBuiltUnlessOneWasFetched() throws IOException {
    assertFalse(only(withModule()).built());
    assertTrue(only(withModule().text(RDKAFKA + "prebuilds/linux/x.node", "")).built());
  }

  @Test
  void theRequiredNodeComesFromNvmrcAndElseFromPackageJson() throws IOException {
    assertEquals(
        137, read(SmallHost.in(temporary).text(HOME + ".nvmrc", "v24.13.0"), "root").abi());
    NodeModulesFacts engines =
        read(
            SmallHost.in(temporary)
                .text(HOME + "package.json", "{ \"engines\": { \"node\": \">=22 <23\" } }"),
            "root");
    assertEquals(127, engines.abi());
    assertEquals("package.json", engines.requiredIn());
  }

  @Test
  void anEarlierCheckoutHasItsPluginServer() throws IOException {
    SmallHost host = SmallHost.in(temporary).text(HOME + "plugin-server/package.json", "{}");
    assertEquals("plugin-server/node_modules", read(host, "server").folder());
  }

  private SmallHost withModule() throws IOException {
    return SmallHost.in(temporary)
        .text(HOME + "nodejs/package.json", "{ \"dependencies\": { \"node-rdkafka\": \"^3\" } }")
        .text(RDKAFKA + "binding.gyp", "{}");
  }

  private static NativeModule only(SmallHost host) throws IOException {
    return read(host, "server").natives().get(0);
  }

  private NodeModulesFacts root(String installed) throws IOException {
    return read(locks(installed), "root");
  }

  private NodeModulesFacts server(String installed) throws IOException {
    return read(
        locks(installed).text(HOME + "nodejs/node_modules/pg/package.json", "{}"), "server");
  }

  private SmallHost locks(String installed) throws IOException {
    return SmallHost.in(temporary)
        .text(HOME + "nodejs/package.json", "{}")
        .text(HOME + "pnpm-lock.yaml", LOCK)
        .text(HOME + "node_modules/.pnpm/lock.yaml", installed);
  }

  private static NodeModulesFacts read(SmallHost host, String part) throws IOException {
    Facts soFar = Facts.none().with(CheckoutFacts.KEY, SmallHost.checkout("layered"));
    return new NodeModulesProbe()
        .read(NodeModulesFacts.key(part), host.open(), soFar, Deadline.in(Duration.ofSeconds(5)));
  }
}
