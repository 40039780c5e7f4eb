package com.posthog.doctor.remedies;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.posthog.doctor.support.Cures;
import com.posthog.doctor.support.Fixtures;
import com.posthog.doctor.support.HealthyCheckout;
import com.posthog.doctor.support.TestCheckout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The remedies of what is wrong with a checkout. */
class CheckoutRemediesTest {
  private static final String MMDB = "share/GeoLite2-City.mmdb";
  private static final String MOUNTED = "docker/clickhouse/config.xml";

  @TempDir Path temporary;

  private Ward healthy() throws IOException {
    return Ward.healthy("layered", temporary);
  }

  @Test
  @Cures({"restore-mounted-file", "replace-mounted-folder", "replace-compose-file"})
  void aFileOfTheStackIsTakenFromGit() throws IOException {
    Ward ward = Ward.of("layered", temporary);
    byte[] mounted = Files.readAllBytes(ward.at(MOUNTED));
    Files.delete(ward.at(MOUNTED));
    ward.cures("checkout.bind-mounts", "restore-mounted-file");
    Files.createDirectory(ward.at(MOUNTED));
    ward.cures("checkout.bind-mounts", "replace-mounted-folder");
    Files.delete(ward.at(MOUNTED));
    Files.write(ward.at(MOUNTED), mounted);
    Files.delete(ward.at("docker-compose.dev.yml"));
    Files.createDirectory(ward.at("docker-compose.dev.yml"));
    ward.cures("checkout.compose", "replace-compose-file");
  }

  @Test
  @Cures("let-it-run")
  void aScriptMayBeRunAgain() throws IOException {
    Ward ward = Ward.of("layered", temporary);
    mode(ward.at("bin/start"), "rw-r-----");
    ward.cures("checkout.path", "let-it-run");
  }

  @Test
  @Cures({"download-mmdb", "replace-mmdb", "replace-mmdb-sidecar", "mmdb-mode"})
  void theDatabaseOfPlacesIsDownloadedByTheScriptOfTheCheckout() throws IOException {
    Ward ward = healthy();
    Path good = ward.system("mmdb");
    Files.copy(ward.at(MMDB), good);
    Path script = ward.at("bin/download-mmdb");
    Files.writeString(
        script,
        "#!/bin/sh\n[ -e "
            + MMDB
            + " ] || cp '"
            + good
            + "' "
            + MMDB
            + "\necho '{ \"date\": \"2026-11-22\" }' > share/GeoLite2-City.json\n");
    mode(script, "rwxr-xr-x");
    mode(ward.at(MMDB), "rw-------");
    ward.cures("checkout.geolite", "mmdb-mode");
    mode(ward.at(MMDB), "rwxr-xr-x");
    Files.delete(ward.at(MMDB));
    ward.cures("checkout.geolite", "download-mmdb");
    Files.write(ward.at(MMDB), Files.readAllBytes(Fixtures.at("mmdb/truncated.mmdb")));
    ward.cures("checkout.geolite", "replace-mmdb");
    Files.delete(ward.at(MMDB));
    Files.copy(good, ward.at(MMDB));
    Files.delete(ward.at("share/GeoLite2-City.json"));
    Files.createDirectory(ward.at("share/GeoLite2-City.json"));
    ward.cures("checkout.geolite", "replace-mmdb-sidecar");
  }

  @Test
  @Cures("generate-config")
  void theConfigurationIsGeneratedAgain() throws IOException {
    Ward ward = Ward.of("layered", temporary);
    String file = ".posthog/.generated/mprocs.yaml";
    ward.write(file, "procs:\n\t- [\n");
    ward.write(
        "bin/hogli",
        "#!/bin/sh\n[ \"$*\" = dev:generate ] || exit 64\nprintf 'procs:\\n  backend:\\n    shell: x\\n' > "
            + file
            + "\n");
    ward.cures("checkout.generated-config", "generate-config");
  }

  @Test
  @Cures({"build-frontend", "replace-frontend-dist", "write-types"})
  void theFrontendIsBuiltAndItsTypesAreWritten() throws IOException {
    Ward ward = healthy().with("POSTHOG_DEV_ENV", null);
    Path dist = ward.at("frontend/dist");
    Path page = dist.resolve("index.html");
    Files.delete(dist.resolve("layout.html"));
    Files.delete(page);
    ward.standIn(
        "mkdir -p frontend/dist; echo '<html></html>' > frontend/dist/index.html",
        "pnpm",
        "--filter=@posthog/frontend",
        "build");
    ward.cures("checkout.frontend-built", "build-frontend", List.of(page));
    Files.delete(dist);
    Files.writeString(dist, "no folder\n");
    ward.cures(
        "checkout.frontend-built",
        "replace-frontend-dist",
        List.of(ward.at("frontend/dist.undone-1")));
    Path type = ward.at("frontend/src/sceneLogicType.ts");
    Files.delete(type);
    ward.afresh();
    ward.standIn(
        "echo 'export interface sceneLogicType {}' > frontend/src/sceneLogicType.ts",
        "pnpm",
        "--filter=@posthog/frontend",
        "typegen:write");
    ward.cures("checkout.typegen", "write-types", List.of(type));
  }

  @Test
  @Cures("remove-maintenance-lock")
  void anOldLockOfGitIsMovedAside() throws IOException {
    Ward ward = Ward.of("layered", temporary);
    Path lock = Files.createFile(ward.at(".git/objects/maintenance.lock"));
    Files.setLastModifiedTime(lock, FileTime.fromMillis(0));
    ward.cures("checkout.git-maintenance", "remove-maintenance-lock");
    assertFalse(Files.exists(ward.at(".git/objects/maintenance.lock.broken")));
  }

  @Test
  @Cures("run-git-maintenance")
  void gitTidiesUp() throws IOException {
    Ward ward = Ward.of("layered", temporary);
    Path packs = Files.createDirectories(ward.at(".git/objects/pack"));
    for (int i = 0; i <= 1000; i++) {
      Files.createFile(packs.resolve("pack-" + i + ".pack"));
    }
    ward.standIn(
            "rm .git/objects/pack/pack-7.pack; touch tidied",
            "git",
            "maintenance",
            "run",
            "--task=incremental-repack",
            "--task=loose-objects")
        .undoing(() -> Files.createFile(packs.resolve("pack-7.pack")))
        .cures("checkout.git-maintenance", "run-git-maintenance", List.of(ward.at("tidied")));
  }

  @Test
  @Cures("git-refetch")
  void whatGitMissesIsFetched() throws IOException {
    Ward ward = healthy();
    String hash = ward.checkout().ask("rev-parse", "HEAD~1").strip();
    Path head = ward.at(".git/objects/" + hash.substring(0, 2) + "/" + hash.substring(2));
    Path aside = ward.system("object");
    Files.move(head, aside);
    ward.standIn("cp '" + aside + "' '" + head + "'; touch fetched", "git", "fetch", "--refetch")
        .undoing(() -> Files.delete(head))
        .cures("checkout.git-objects", "git-refetch", List.of(ward.at("fetched")));
  }

  @Test
  @Cures({"install-node-modules", "rebuild-nodejs-modules"})
  void packagesOfNodeAreInstalledAndCompiledAgain() throws IOException {
    Ward ward = healthy().allowing("installs");
    Path modules = ward.at("node_modules");
    Path kept = ward.system("node_modules");
    Files.move(modules, kept);
    ward.standIn("cp -r '" + kept + "' node_modules", "pnpm", "install", "--frozen-lockfile");
    ward.cures("checkout.node-modules", "install-node-modules", List.of(modules));
    Files.move(kept, modules);
    String file = "nodejs/node_modules/node-rdkafka/build/config.gypi";
    String good = Files.readString(ward.at(file));
    String old = good.replace("137", "115");
    ward.write(file, old);
    Ward other = ward.afresh();
    other.standIn("sed -i s/115/137/ " + file, "pnpm", "--dir", "nodejs", "rebuild");
    other.standIn("touch installed", "pnpm", "--dir", "nodejs", "install");
    other
        .undoing(() -> other.write(file, old))
        .cures("checkout.nodejs-modules", "rebuild-nodejs-modules", List.of(other.at("installed")));
  }

  @Test
  @Cures({"uv-sync", "new-venv"})
  void theEnvironmentOfPythonIsMadeAgain() throws IOException {
    Ward ward = healthy().allowing("installs");
    Path venv = ward.at(".venv");
    Path kept = ward.system("venv");
    Files.move(venv, kept);
    ward.with("VIRTUAL_ENV", venv.toString());
    ward.standIn("cp -a '" + kept + "' .venv", "uv", "sync");
    ward.cures("checkout.venv", "uv-sync", List.of(venv));
    Files.createDirectory(venv);
    ward.cures("checkout.venv", "new-venv", List.of(ward.at(".venv.undone-1")));
  }

  @Test
  @Cures({
    "reinstall-psycopg2",
    "reinstall-psycopg",
    "reinstall-xmlsec",
    "reinstall-confluent-kafka"
  })
  void aModuleOfPythonIsInstalledAgain() throws IOException {
    Ward ward = healthy().allowing("installs");
    reinstalled(ward, "psycopg2/__init__.py", "reinstall-psycopg2", "psycopg2-binary");
    reinstalled(ward, "psycopg/__init__.py", "reinstall-psycopg", "psycopg", "psycopg-binary");
    reinstalled(ward, "xmlsec.py", "reinstall-xmlsec", "lxml", "xmlsec");
    reinstalled(
        ward, "confluent_kafka/__init__.py", "reinstall-confluent-kafka", "confluent-kafka");
  }

  private static void reinstalled(Ward ward, String module, String remedy, String... packages)
      throws IOException {
    Path file;
    try (var all = Files.walk(ward.at(".venv"))) {
      file = all.filter(one -> one.endsWith(module)).findFirst().orElseThrow();
    }
    Path good = ward.system("module");
    Files.copy(file, good);
    Files.writeString(file, "raise ImportError('symbol not found')\n");
    java.util.ArrayList<String> argv = new java.util.ArrayList<>(List.of("uv", "sync"));
    for (String one : packages) {
      argv.addAll(List.of("--reinstall-package", one));
    }
    Ward other = ward.afresh();
    other.standIn("cp '" + good + "' '" + file + "'; touch done", argv.toArray(new String[0]));
    other
        .undoing(() -> Files.writeString(file, "raise ImportError('symbol not found')\n"))
        .cures("checkout.python-imports", remedy, List.of(ward.at("done")));
    Files.delete(file);
    Files.move(good, file);
  }

  @Test
  @Cures({"copy-from-main", "copy-mmdb"})
  void aWorktreeGetsWhatItsMainCheckoutHas() throws IOException {
    TestCheckout main = HealthyCheckout.of("layered", temporary.toRealPath());
    Path folder = temporary.toRealPath().resolve("second");
    main.git("worktree", "add", "-q", folder.toString());
    Ward ward = Ward.at(folder, temporary).allowing("installs");
    ward.standIn(
        "cp -r '"
            + main.at("node_modules")
            + "' node_modules; cp -r '"
            + main.at("nodejs/node_modules")
            + "' nodejs/",
        "pnpm",
        "install",
        "--frozen-lockfile");
    ward.standIn("cp -a '" + main.at(".venv") + "' .venv", "uv", "sync");
    ward.cures(
        "checkout.worktree",
        List.of("copy-from-main", "copy-mmdb"),
        List.of(ward.at("node_modules"), ward.at("nodejs/node_modules"), ward.at(".venv")));
  }

  private static void mode(Path file, String mode) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }
}
