package com.posthog.doctor.remedies;

import com.posthog.doctor.support.Cures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program that lies in a folder which is not on PATH is found by every new shell. */
class PathRemediesTest {
  @TempDir Path temporary;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "brotli", "cargo", "curl", "docker", "ffmpeg", "flock", "gh", "git", "go", "node", "pnpm",
        "psql", "sqlx", "uv"
      })
  @Cures({
    "brotli-on-path",
    "cargo-on-path",
    "curl-on-path",
    "docker-on-path",
    "ffmpeg-on-path",
    "flock-on-path",
    "gh-on-path",
    "git-on-path",
    "go-on-path",
    "node-on-path",
    "pnpm-on-path",
    "psql-on-path",
    "sqlx-on-path",
    "uv-on-path"
  })
  void theFolderOfAProgramIsPutOnPath(String program) throws IOException {
    offPath(Ward.of("layered", temporary), program);
  }

  @Test
  @Cures("op-on-path")
  void theFolderOfTheCommandOfOnePasswordIsPutOnPath() throws IOException {
    Ward ward = Ward.of("layered", temporary).write(".env.local", "X_KEY=op://vault/item/key\n");
    offPath(ward, "op");
  }

  private static void offPath(Ward ward, String program) throws IOException {
    Path nowhere = ward.system("nowhere");
    ward.on(host -> host.place("/usr/local", nowhere));
    Path folder = Files.createDirectories(ward.machine().home(".local/bin"));
    Files.move(ward.machine().bin(program), folder.resolve(program));
    Files.writeString(ward.machine().home(".zshrc"), "alias x=y\n");
    ward.curesInNewShell("tool." + program, program + "-on-path", ".zshrc");
  }
}
