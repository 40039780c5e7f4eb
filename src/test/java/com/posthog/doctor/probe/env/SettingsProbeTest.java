package com.posthog.doctor.probe.env;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.DatabaseUrl;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.RecordedHost;
import com.posthog.doctor.probe.checkout.CheckoutProbe;
import com.posthog.doctor.support.Fixtures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the variables of a checkout come to, for both eras, on recorded machines made by the test.
 */
class SettingsProbeTest {
  private static final String CHECKOUT = "/home/ada/posthog";

  @TempDir Path temporary;
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final StringBuilder more = new StringBuilder();
  private String era = "layered";

  @BeforeEach
  void aMachineWithAShell() {
    environment.put("PATH", "/usr/bin");
    environment.put("HOME", "/home/ada");
    file("/etc/hosts", "127.0.0.1 localhost\n127.0.0.1 db redis7 kafka # posthog\n10.1.2.3 far\n");
  }

  @Test
  void todaysFilesGiveWhatTheShellDoesNot() throws IOException {
    environment.put("PGHOST", "elsewhere");
    own(".env.local", "DEBUG=0\nMINE=x\n");
    SettingsFacts settings = read();
    assertEquals("elsewhere", settings.shown("PGHOST"));
    assertEquals("shell", settings.values().get("PGHOST").layer());
    assertEquals(".env.services:6", settings.values().get("PGHOST").weaker().get(0).source());
    assertEquals(".env.local:1", settings.values().get("DEBUG").source());
    assertEquals(".env.development:3", settings.values().get("DEBUG").weaker().get(0).source());
    assertEquals("{\"1\": 100}", settings.shown("API_QUERIES_PER_TEAM"));
    assertEquals(
        java.util.List.of("shell", ".env.local", ".env.development", ".env.services"),
        settings.order());
    assertEquals(".env.local", settings.ownFile());
    assertTrue(settings.orderSource().startsWith("bin/start:"), settings.orderSource());
  }

  @Test
  void anEmptyVariableOfTheShellCountsAsNotSet() throws IOException {
    environment.put("PGHOST", "");
    assertEquals("db", read().shown("PGHOST"));
  }

  @Test
  void theHelpersOfTheStartComputeTheOtherDatabases() throws IOException {
    environment.put("PGPORT", "5544");
    SettingsFacts settings = read();
    assertEquals(
        "postgres://posthog:posthog@db:5544/posthog_persons",
        settings.shown("PERSONS_DATABASE_URL"));
    assertEquals("bin/start", settings.values().get("PERSONS_DATABASE_URL").layer());
    assertTrue(
        settings
            .values()
            .get("PERSONS_DATABASE_URL")
            .source()
            .startsWith("bin/helpers/dev-env.sh:"));
    assertEquals(
        settings.shown("PERSONS_DATABASE_URL"), settings.shown("PERSONS_WRITE_DATABASE_URL"));
  }

  @Test
  void inTheHandbookEraTheFileBeatsTheShell() throws IOException {
    era = "handbook";
    environment.put("DATABASE_URL", "postgres://shell@localhost/x");
    own(".env", "DATABASE_URL='postgres://posthog:posthog@localhost:5432/posthog' # mine\n");
    SettingsFacts settings = read();
    assertEquals(
        "postgres://posthog:posthog@localhost:5432/posthog", settings.shown("DATABASE_URL"));
    assertEquals(".env:1", settings.values().get("DATABASE_URL").source());
    assertEquals("shell", settings.values().get("DATABASE_URL").weaker().get(0).layer());
    assertEquals(java.util.List.of(".env", "shell"), settings.order());
    assertEquals(".env", settings.ownFile());
    assertEquals("bin/start", settings.values().get("DEBUG").layer());
    assertEquals("posthog", settings.databaseUrl().database());
    assertEquals(DatabaseUrl.LOOPBACK, settings.databaseUrl().servers().get(0).place());
  }

  @Test
  void aSourcedFileMayReferToVariablesAndSpanLines() throws IOException {
    era = "handbook";
    environment.put("HOST_OF_MINE", "localhost");
    own(
        ".env",
        "export PORT=5433\n"
            + "DATABASE_URL=\"postgres://posthog:posthog@${HOST_OF_MINE}:$PORT/${NAME:-posthog}\"\n"
            + "PEM=\"one\n"
            + "two\"\n"
            + "AFTER=1\n");
    SettingsFacts settings = read();
    assertEquals(
        "postgres://posthog:posthog@localhost:5433/posthog", settings.shown("DATABASE_URL"));
    assertEquals("(hidden)", settings.shown("PEM"));
    assertEquals(".env:5", settings.values().get("AFTER").source());
  }

  @Test
  void commandsInAValueAreNeitherRunNorFilledIn() throws IOException {
    for (String value : java.util.List.of("$(touch /tmp/pwned)", "`touch /tmp/pwned`")) {
      era = "handbook";
      own(".env", "DATABASE_URL=" + value + "\n");
      SettingsFacts settings = read();
      assertTrue(settings.values().get("DATABASE_URL").computed());
      assertEquals(value, settings.shown("DATABASE_URL"));
      assertEquals(1, settings.databaseUrl().problems().size());
      era = "layered";
      environment.put("DATABASE_URL", value);
      assertEquals(1, read().databaseUrl().problems().size());
      environment.remove("DATABASE_URL");
    }
    assertFalse(Files.exists(Path.of("/tmp/pwned")));
  }

  @Test
  void referencesToOnePasswordAreLeftToItsTool() throws IOException {
    own(".env.local", "OPENAI_API_KEY=op://Vault/Key\nDEBUG=0\n");
    environment.put("DEBUG", "1");
    SettingsFacts without = read();
    assertFalse(without.values().containsKey("OPENAI_API_KEY"));
    assertEquals("1", without.shown("DEBUG"));
    more.append("- { path: /usr/bin/op, mode: 755, text: x }\n");
    SettingsFacts with = read();
    assertEquals("/usr/bin/op", with.opPath());
    assertEquals(".env.local:2", with.values().get("DEBUG").source());
    assertEquals("op", with.file(".env.local").orElseThrow().readBy());
  }

  @Test
  void whatFloxSetsIsALayerWithAName() throws IOException {
    environment.put("FLOX_ENV", CHECKOUT + "/.flox/run/x");
    environment.put("FLOX_ENV_PROJECT", CHECKOUT);
    environment.put("FLAGS_REDIS_URL", "redis://localhost:6379/1");
    environment.put("LDFLAGS", "-L/home/ada/posthog/.flox/run/x/lib");
    environment.put("SANDBOX_PROVIDER", "docker");
    environment.put("MINE", "old");
    own(".env", "SANDBOX_PROVIDER=docker\nMINE=new\n");
    SettingsFacts settings = read();
    assertTrue(settings.floxActive());
    assertEquals("flox", settings.values().get("FLAGS_REDIS_URL").layer());
    assertEquals("flox", settings.values().get("LDFLAGS").layer());
    assertEquals(".env:1", settings.values().get("SANDBOX_PROVIDER").source());
    assertEquals("shell", settings.values().get("MINE").layer());
    assertEquals(".env:2", settings.values().get("MINE").weaker().get(0).source());
  }

  @Test
  void anotherCheckoutsFloxIsNotThisOnes() throws IOException {
    environment.put("FLOX_ENV", "/home/ada/other/.flox/run/x");
    environment.put("FLOX_ENV_PROJECT", "/home/ada/other");
    assertFalse(read().floxActive());
  }

  @Test
  void namesOfTheHostsFileLeadToThisMachine() throws IOException {
    assertEquals(DatabaseUrl.HOSTS_FILE, read().databaseUrl().servers().get(0).place());
    environment.put("DATABASE_URL", "postgres://a:b@far/x");
    assertEquals(DatabaseUrl.ELSEWHERE, read().databaseUrl().servers().get(0).place());
    environment.put("DATABASE_URL", "postgres://a:b@172.18.0.4/x");
    assertEquals(DatabaseUrl.DOCKER, read().databaseUrl().servers().get(0).place());
    environment.put("DATABASE_URL", "postgres://a:b@192.168.7.9/x");
    assertEquals(DatabaseUrl.ELSEWHERE, read().databaseUrl().servers().get(0).place());
    file("/proc/net/fib_trie", "     |-- 192.168.7.9\n        /32 host LOCAL\n");
    assertEquals(DatabaseUrl.OWN, read().databaseUrl().servers().get(0).place());
  }

  @Test
  void aFileThatCannotBeReadIsOneSentence() throws IOException {
    own(".env.local", "A=1\0B=2\n");
    SettingsFacts binary = read();
    assertEquals("is no text", binary.file(".env.local").orElseThrow().unreadable());
    assertEquals(java.util.List.of(".env.local is no text"), binary.problems());
    files.remove(CHECKOUT + "/.env.local");
    more.append("- { path: " + CHECKOUT + "/.env.local, kind: folder }\n");
    assertEquals("is a folder, not a file", read().file(".env.local").orElseThrow().unreadable());
    more.setLength(0);
    more.append("- { path: " + CHECKOUT + "/.env.local, size: 1073741824, text: A=1 }\n");
    assertEquals("is larger than 1024 KiB", read().file(".env.local").orElseThrow().unreadable());
  }

  @Test
  void withoutAStartScriptTheOrderIsBuiltIn() throws IOException {
    more.append("- { path: " + CHECKOUT + "/bin/start, kind: missing }\n");
    SettingsFacts settings = read();
    assertEquals("built in: the checkout does not say", settings.orderSource());
    assertEquals("db", settings.shown("PGHOST"));
  }

  private void own(String name, String text) {
    file(CHECKOUT + "/" + name, text);
  }

  private void file(String path, String text) {
    files.put(path, text.getBytes(StandardCharsets.UTF_8));
  }

  private SettingsFacts read() throws IOException {
    Path answers = Files.createDirectories(temporary.resolve("answers"));
    StringBuilder machine = new StringBuilder("os: linux\nuser: ada\nuid: 1000\n");
    machine.append("folder: ").append(CHECKOUT).append("\nenvironment:\n");
    environment.forEach(
        (name, value) ->
            machine
                .append("  ")
                .append(name)
                .append(": '")
                .append(value.replace("'", "''"))
                .append("'\n"));
    Files.writeString(answers.resolve("machine.yaml"), machine);
    String written =
        files.entrySet().stream()
            .map(
                one ->
                    "- { path: "
                        + one.getKey()
                        + ", base64: '"
                        + Base64.getEncoder().encodeToString(one.getValue())
                        + "' }\n")
            .collect(Collectors.joining());
    Files.writeString(
        answers.resolve("files.yaml"),
        "- { path: "
            + CHECKOUT
            + ", mount: '"
            + Fixtures.at("checkouts/" + era)
            + "' }\n"
            + written
            + more);
    RecordedHost host = new RecordedHost(temporary);
    Deadline deadline = Deadline.in(Duration.ofSeconds(5));
    CheckoutFacts checkout =
        new CheckoutProbe(Optional.empty()).read(CheckoutFacts.KEY, host, Facts.none(), deadline);
    FactKey<SettingsFacts> key = SettingsFacts.KEY;
    return new SettingsProbe()
        .read(key, host, Facts.none().with(CheckoutFacts.KEY, checkout), deadline);
  }
}
