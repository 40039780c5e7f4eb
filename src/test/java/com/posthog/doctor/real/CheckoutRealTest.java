package com.posthog.doctor.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.Fixtures;
import com.posthog.doctor.support.HealthyCheckout;
import com.posthog.doctor.support.TestCheckout;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Makes each fault of a checkout for real, sees its check fail, and sees it pass again. */
@Tag("real")
class CheckoutRealTest {
  private static final String MMDB = "share/GeoLite2-City.mmdb";

  @TempDir Path temporary;

  @ParameterizedTest
  @ValueSource(strings = {"layered", "handbook"})
  void aHealthyCheckoutHasNoErrorAndNoWarning(String era) throws IOException {
    TestCheckout checkout = HealthyCheckout.of(era, temporary);
    Doctor.Run run = Doctor.in(checkout.folder()).check("checkout");
    assertTrue(run.findings("").size() > 2, "nothing was examined");
    for (var finding : run.findings("")) {
      String status = finding.get("status").getAsString();
      boolean advice = finding.get("severity").getAsString().equals("advice");
      assertTrue(
          status.equals("pass") || status.equals("skipped") || status.equals("fail") && advice,
          finding::toString);
    }
    assertEquals(0, run.code());
  }

  @Test
  void aFolderThatIsNoCheckoutFailsAndBlocksTheRest() throws IOException {
    Path folder = Files.createDirectories(temporary.resolve("empty"));
    Doctor.Run run = Doctor.in(temporary).check("checkout", "--repo", folder.toString());
    assertEquals("fail", run.status("checkout.found"));
    assertTrue(
        run.messages("checkout.found", "fail").contains("a folder, but not a PostHog checkout"));
    assertEquals("blocked", run.status("checkout.geolite"));
    assertEquals(1, run.headlines().size());
    assertEquals(1, run.code());
  }

  @Test
  void aBrokenGeoipFileIsToldFromAWholeOne() throws IOException {
    TestCheckout checkout = HealthyCheckout.of("layered", temporary);
    Path file = checkout.at(MMDB);
    byte[] whole = Files.readAllBytes(file);
    for (String[] one :
        new String[][] {
          {"truncated", "broke off"},
          {"empty", "is empty"},
          {"html", "web page"},
          {"brotli", "never decompressed"},
          {"asn-not-city", "GeoLite2-ASN"},
          {"no-separator", "does not end where it should"},
          {"tree-too-large", "damaged"},
          {"city-old", "days ago"}
        }) {
      Files.write(file, Files.readAllBytes(Fixtures.at("mmdb/" + one[0] + ".mmdb")));
      expectFailure(checkout, "checkout.geolite", one[1]);
    }
    Files.delete(file);
    expectFailure(checkout, "checkout.geolite", "is not there");
    Files.createDirectory(file);
    expectFailure(checkout, "checkout.geolite", "is a folder");
    Files.delete(file);
    Files.createSymbolicLink(file, Path.of("nowhere"));
    expectFailure(checkout, "checkout.geolite", "a link to nothing");
    Files.delete(file);
    Files.createSymbolicLink(file, file.getFileName());
    expectFailure(checkout, "checkout.geolite", "leads to itself");
    Files.delete(file);
    makeSparse(file);
    expectFailure(checkout, "checkout.geolite", "no MaxMind metadata");
    Files.delete(file);
    Files.write(file, whole);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    expectFailure(checkout, "checkout.geolite", "has mode 0600");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Files.delete(checkout.at("share/GeoLite2-City.json"));
    expectFailure(checkout, "checkout.geolite", "GeoLite2-City.json is not there");
    checkout.write("share/GeoLite2-City.json", "{ \"date\": \"2026-11-01\" }");
    expectPass(checkout, "checkout.geolite");
  }

  @Test
  void envFilesThatAreMissingOrNoTextAreToldByName() throws IOException {
    TestCheckout checkout = HealthyCheckout.of("layered", temporary);
    Path env = checkout.at(".env");
    Files.delete(env);
    expectFailure(checkout, "checkout.env-files", ".env is not there");
    Files.createDirectory(env);
    expectFailure(checkout, "checkout.env-files", ".env is a folder");
    Files.delete(env);
    makeSparse(env);
    expectFailure(checkout, "checkout.env-files", ".env is larger than 1024 KiB");
    Files.write(env, new byte[] {'A', '=', 0, 1, 2});
    expectFailure(checkout, "checkout.env-files", "is binary");
    checkout.write(".env", "DEBUG=1\n# fine\nthis is no assignment\nA=\"two\nlines\"\n");
    expectFailure(checkout, "checkout.env-files", ".env has what is no NAME=value: line 3");
    checkout.write(".env", "\uFEFFDEBUG=1\r\nexport A='x'\r\n\r\n");
    expectPass(checkout, "checkout.env-files");
    Files.move(checkout.at(".env.development"), checkout.at("aside"));
    expectFailure(checkout, "checkout.env-files", "comes with git");
    Files.move(checkout.at("aside"), checkout.at(".env.development"));
    expectPass(checkout, "checkout.env-files");
  }

  private static void makeSparse(Path file) throws IOException {
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(1L << 30);
    }
  }

  /**
   * Sees this check fail with a part of its message, and no other check of the checkout with it.
   */
  private static void expectFailure(TestCheckout checkout, String id, String part) {
    Doctor.Run run = Doctor.in(checkout.folder()).check(id);
    assertEquals("fail", run.status(id), run::out);
    assertTrue(run.messages(id, "fail").contains(part), run::out);
    Doctor.Run all = Doctor.in(checkout.folder()).check("checkout");
    all.headlines().forEach(other -> assertEquals(id, other, all::out));
  }

  private static void expectPass(TestCheckout checkout, String id) {
    Doctor.Run run = Doctor.in(checkout.folder()).check(id);
    assertEquals("pass", run.status(id), run::out);
  }
}
