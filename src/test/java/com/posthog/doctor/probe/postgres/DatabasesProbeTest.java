package com.posthog.doctor.probe.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.DatabasesFacts;
import com.posthog.doctor.facts.FactTree;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.support.Fixtures;
import com.posthog.doctor.support.SmallHost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The databases of a checkout are read from what makes them, and no script is run. */
class DatabasesProbeTest {
  @TempDir Path temporary;

  private static DatabasesFacts read(SmallHost host, Object settings) throws IOException {
    Facts facts =
        Facts.none()
            .with(CheckoutFacts.KEY, SmallHost.checkout("layered"))
            .with(SettingsFacts.KEY, FactTree.read(SettingsFacts.class, settings));
    return new DatabasesProbe()
        .read(DatabasesFacts.KEY, host.open(), facts, Deadline.in(Duration.ofSeconds(5)));
  }

  private static List<String> names(DatabasesFacts facts) {
    return facts.databases().stream().map(DatabasesFacts.Database::name).toList();
  }

  @Test
  void theScriptsOfTodayGiveTheirDatabasesWithoutThoseOfTests() throws IOException {
    DatabasesFacts facts =
        read(
            SmallHost.in(temporary).mount("/home/u/posthog", Fixtures.at("checkouts/layered")),
            null);
    assertEquals(
        List.of(
            "agent-runtime-queue",
            "behavioral_cohorts",
            "cyclotron",
            "cyclotron_node",
            "cyclotron_shadow",
            "ducklake",
            "flags_read_store",
            "posthog_persons",
            "posthog_visual_review"),
        names(facts));
    assertEquals(">=14", facts.required());
    assertTrue(facts.requiredIn().startsWith("posthog/settings/service_requirements.py:"));
    assertEquals(List.of(), facts.problems());
  }

  @Test
  void theScriptsOfTheHandbookGiveTheirs() throws IOException {
    DatabasesFacts facts =
        read(
            SmallHost.in(temporary).mount("/home/u/posthog", Fixtures.at("checkouts/handbook")),
            null);
    assertEquals(List.of("cyclotron", "posthog_persons"), names(facts));
    assertEquals(">=12,<16", facts.required());
  }

  @Test
  void aVariableThatLeadsToTheSameServerNamesADatabase() throws IOException {
    Map<String, Object> settings =
        Map.of(
            "values",
            Map.of(
                "JOBS_DATABASE_URL",
                Map.of("setting", "postgres://posthog:posthog@db:5432/jobs", "source", "a:1"),
                "AWAY_DATABASE_URL",
                Map.of("setting", "postgres://posthog:posthog@db:6000/away", "source", "a:2"),
                "HALF_DATABASE_URL",
                Map.of("setting", "postgres://posthog:posthog@[::1/half", "source", "a:3")),
            "database-url",
            Map.of(
                "given",
                "true",
                "servers",
                List.of(Map.of("host", "db", "port", 5432, "place", "hosts-file"))));
    DatabasesFacts facts = read(SmallHost.in(temporary), settings);
    assertEquals(List.of("jobs"), names(facts));
    assertEquals("JOBS_DATABASE_URL", facts.databases().get(0).usedBy());
  }

  @Test
  void aNameThatOnlyAShellCanWorkOutIsAProblem() throws IOException {
    DatabasesFacts facts =
        read(
            SmallHost.in(temporary)
                .text(
                    "/home/u/posthog/docker/postgres-init-scripts/a.sh",
                    "NAME=\"jobs\"\ncreatedb -U \"$POSTGRES_USER\" $NAME\n"
                        + "psql -c \"create database $(hostname)_x\"\n"
                        + "psql -c \"CREATE DATABASE ${WHO_KNOWS}\"\n# CREATE DATABASE never;\n"),
            null);
    assertEquals(List.of("jobs"), names(facts));
    assertTrue(facts.problems().toString().contains("a.sh:4"), facts::toString);
  }
}
