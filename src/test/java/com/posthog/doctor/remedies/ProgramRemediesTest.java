package com.posthog.doctor.remedies;

import com.posthog.doctor.support.Cures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The remedies of what the tests of PostHog need. */
class ProgramRemediesTest {
  @TempDir Path temporary;

  @Test
  @Cures("fetch-playwright-browser")
  void theBrowserOfPlaywrightIsFetched() throws IOException {
    Ward ward = Ward.of("layered", temporary).allowing("installs");
    ward.with("PLAYWRIGHT_BROWSERS_PATH", null);
    Path cache = ward.machine().home(".cache");
    String browser = cache + "/ms-playwright/chromium-1187";
    ward.standIn(
        "mkdir -p '" + browser + "'; touch '" + browser + "/INSTALLATION_COMPLETE'",
        "pnpm",
        "exec",
        "playwright",
        "install",
        "chromium");
    ward.cures("tests.playwright", "fetch-playwright-browser", List.of(cache));
  }
}
