package com.posthog.doctor.probe.mmdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.MmdbFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.support.Fixtures;
import com.posthog.doctor.support.SmallHost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The GeoIP database is read with MaxMind's reader, whatever is in its place. */
class MmdbProbeTest {
  private static final String DATABASE = "/home/u/posthog/share/GeoLite2-City.mmdb";

  @TempDir Path temporary;

  @ParameterizedTest
  @CsvSource({
    "city-valid, database, GeoLite2-City",
    "city-old, database, GeoLite2-City",
    "asn-not-city, database, GeoLite2-ASN",
    "truncated, no-metadata, ''",
    "brotli, no-metadata, ''",
    "empty, empty, ''",
    "html, page, ''",
    "no-separator, damaged, GeoLite2-City",
  })
  void eachFileIsWhatItIs(String name, String content, String type) throws IOException {
    MmdbFacts facts = read(host().copy(DATABASE, Fixtures.at("mmdb/" + name + ".mmdb")));
    assertEquals(content, facts.content());
    assertEquals(type, facts.databaseType());
  }

  @Test
  void metadataThatClaimsATreeLargerThanTheFileIsDamage() throws IOException {
    MmdbFacts facts = read(host().copy(DATABASE, Fixtures.at("mmdb/tree-too-large.mmdb")));
    assertEquals("damaged", facts.content());
    assertFalse(facts.problem().isEmpty());
  }

  @Test
  void theDayItWasBuiltAndItsAgeAreTold() throws IOException {
    MmdbFacts facts = read(host().copy(DATABASE, Fixtures.at("mmdb/city-valid.mmdb")));
    assertEquals(Instant.parse("2026-10-01T00:00:00Z"), facts.built());
    assertEquals(Duration.ofDays(20), facts.age());
  }

  @Test
  void aFolderIsNotOpened() throws IOException {
    assertEquals("folder", read(host().text(DATABASE + "/x", "")).kind());
  }

  @Test
  void theScriptOfTheCheckoutSaysWhetherASidecarIsNeeded() throws IOException {
    SmallHost layered =
        host()
            .copy(
                "/home/u/posthog/bin/download-mmdb",
                Fixtures.at("checkouts/layered/bin/download-mmdb"));
    assertTrue(read(layered).sidecarNeeded());
    SmallHost handbook =
        host()
            .copy(
                "/home/u/posthog/bin/download-mmdb",
                Fixtures.at("checkouts/handbook/bin/download-mmdb"));
    assertFalse(read(handbook).sidecarNeeded());
  }

  @Test
  void theSidecarIsReadAsJsonWithADate() throws IOException {
    String sidecar = "/home/u/posthog/share/GeoLite2-City.json";
    assertEquals("missing", read(host()).sidecar());
    assertEquals("present", read(host().text(sidecar, "{ \"date\": \"2026-10-01\" }")).sidecar());
    assertEquals("broken", read(host().text(sidecar, "")).sidecar());
    assertEquals("broken", read(host().text(sidecar, "<html>")).sidecar());
  }

  private SmallHost host() throws IOException {
    return SmallHost.in(temporary);
  }

  private static MmdbFacts read(SmallHost host) throws IOException {
    Facts soFar = Facts.none().with(CheckoutFacts.KEY, SmallHost.checkout("layered"));
    return new MmdbProbe()
        .read(
            MmdbFacts.KEY,
            host.now("2026-10-21T00:00:00Z").open(),
            soFar,
            Deadline.in(Duration.ofSeconds(5)));
  }
}
