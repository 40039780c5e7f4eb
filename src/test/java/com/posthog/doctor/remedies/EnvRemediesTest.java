package com.posthog.doctor.remedies;

import com.posthog.doctor.support.Cures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The remedies of what is wrong with settings. */
class EnvRemediesTest {
  @TempDir Path temporary;

  private Ward ward() throws IOException {
    return Ward.of("layered", temporary);
  }

  @Test
  @Cures("unix-lines")
  void windowsLineEndsBecomeUnixOnes() throws IOException {
    ward().write(".env.local", "# mine\r\nA=1\r\nB=2\n\r\n").cures("env.syntax", "unix-lines");
  }

  @Test
  @Cures("no-byte-order-mark")
  void aByteOrderMarkIsTakenOff() throws IOException {
    ward().write(".env.local", "\uFEFFA=1\nB=ä\n").cures("env.syntax", "no-byte-order-mark");
  }

  @Test
  @Cures("end-last-line")
  void theLastLineIsEnded() throws IOException {
    ward().write(".env.local", "A=1\nB=2").cures("env.syntax", "end-last-line");
  }

  @Test
  @Cures("no-blanks")
  void blanksBesideTheEqualsSignGo() throws IOException {
    ward().write(".env.local", "# mine\nA =  1\nB=2\n").cures("env.syntax", "no-blanks");
  }

  @Test
  @Cures("no-export")
  void theWordExportGoes() throws IOException {
    ward().write(".env.local", "B=2\nexport A=1\n").cures("env.syntax", "no-export");
  }

  @Test
  @Cures("no-quotes")
  void quotesGo() throws IOException {
    ward().write(".env.local", "A=\"1\"\nB=2\n").cures("env.syntax", "no-quotes");
  }

  @Test
  @Cures("set-variable")
  void aSettingIsGivenItsValue() throws IOException {
    Ward ward = ward();
    for (Map.Entry<String, String> fault :
        Map.of(
                "env.debug", "DEBUG=0\n",
                "env.database-url", "DATABASE_URL=postgres://posthog@localhost:5432/posthog\n",
                "env.clickhouse-database", "CLICKHOUSE_DATABASE=other\n")
            .entrySet()) {
      ward.write(".env.local", "# mine\nA=1 # b\n" + fault.getValue());
      ward.cures(fault.getKey(), "set-variable");
    }
  }

  @Test
  @Cures("empty-variable")
  void aSettingIsGivenBackToTheCheckout() throws IOException {
    Ward ward = ward();
    ward.write(".env.local", "CLOUD_DEPLOYMENT=US\n");
    ward.cures("env.cloud-deployment", "empty-variable");
    ward.write(".env.local", "A=1\nPERSONS_DATABASE_URL=postgres://a:b@localhost:5434/p\n");
    ward.cures("env.stale", "empty-variable");
  }

  @Test
  @Cures("comment-out-variable")
  void aSettingOfAnotherEraIsTakenOutOfASourcedFile() throws IOException {
    Ward ward = Ward.of("handbook", temporary.resolve("handbook"));
    ward.with("CLOUD_DEPLOYMENT", null).with("REDIS_URL", null);
    ward.write(".env", "export DEBUG=1\n  export CLOUD_DEPLOYMENT=US\nA=1");
    ward.cures("env.cloud-deployment", "comment-out-variable");
    ward.write(".env", "REDIS_URL=redis://redis7:6379/\nA=1\n");
    ward.cures("env.stale", "comment-out-variable");
  }

  @Test
  @Cures({"restore-env-file", "copy-env-example", "replace-env-file", "move-env-file"})
  void aFileOfSettingsIsTakenFromGitOrItsExampleOrMovedAside() throws IOException {
    Ward ward = ward();
    Files.copy(ward.at(".env.example"), ward.at(".env"));
    byte[] services = Files.readAllBytes(ward.at(".env.services"));
    Files.delete(ward.at(".env.services"));
    ward.cures("checkout.env-files", "restore-env-file");
    ward.cures("env.database-url", "restore-env-file");
    Files.createDirectory(ward.at(".env.services"));
    ward.cures("checkout.env-files", "replace-env-file");
    Files.delete(ward.at(".env.services"));
    Files.write(ward.at(".env.services"), services);
    Files.delete(ward.at(".env"));
    ward.cures("checkout.env-files", "copy-env-example");
    Files.copy(ward.at(".env.example"), ward.at(".env"));
    Files.createDirectory(ward.at(".env.local"));
    ward.cures("checkout.env-files", "move-env-file");
  }

  @Test
  @Cures("maildev-settings")
  void mailGoesToMaildev() throws IOException {
    ward()
        .write(".env.local", "# mine\nEMAIL_HOST=127.0.0.1\n")
        .cures("env.email", "maildev-settings");
  }

  @Test
  @Cures({"openssl-flags", "openssl-flags-fish"})
  void aMacIsToldWhereOpensslIs() throws IOException {
    Ward ward = ward().onMac().on(host -> host.launchedWith("arch", "aarch64"));
    ward.with("CPPFLAGS", null).with("LDFLAGS", null);
    ward.curesInNewShell("env.openssl-flags", "openssl-flags", ".zprofile");
    Files.createDirectories(ward.machine().home(".config/fish"));
    ward.with("SHELL", "/opt/homebrew/bin/fish");
    ward.curesInNewShell("env.openssl-flags", "openssl-flags-fish", ".config/fish/config.fish");
  }
}
