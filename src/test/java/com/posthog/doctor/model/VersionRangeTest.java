package com.posthog.doctor.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranges of npm and of Python, in the forms that PostHog's files and their tools use. */
class VersionRangeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        ">=24 <25; 24.13.0; true",
        ">=24 <25; v24.0.0; true",
        ">=24 <25; 25.0.0; false",
        ">=24 <25; 23.11.1; false",
        ">=24 <25; 25.0.0-rc.1; false",
        "v24.13.0; 24.13.0; true",
        "v24.13.0; 24.13.1; false",
        "22.17.1; v22.17.1; true",
        "^22.17.1 || >=24; 22.18.0; true",
        "^22.17.1 || >=24; 23.1.0; false",
        "^22.17.1 || >=24; 24.1.0; true",
        "^22.17.1||>=24; 26.0.0; true",
        "24; 24.9.1; true",
        "24.x; 25.0.0; false",
        "*; 1.0.0; true",
        "20 - 22; 21.5.0; true",
        ">= 24.0.0; 24.1.0; true",
        "<=24; 24.9.9; true",
        ">24; 24.9.9; false",
        "pnpm@10.29.3; 10.29.3; true",
        "pnpm@10.29.3; 10.29.2; false",
        "pnpm@9.15.5+sha512.845196026aab; 9.15.5; true",
        "pnpm@9.15.5+sha512.845196026aab; 9.15.4; false",
        "^1.4; 1.9.2; true",
        "^1.4; 2.0.0; false",
        "~1.4; 1.4.2; true",
        "~1.4; 1.5.0; false",
        ">=0.8.3; 0.9.0; true",
        ">=1.91.1; 1.91.0; false",
        ">=1.25; 1.25.5; true",
        ">=2; 2.29.7; true"
      })
  void theRangesOfNpm(String range, String version, boolean admitted) {
    assertEquals(Optional.of(admitted), VersionRange.of(range).admits(version));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "==3.13.13; 3.13.13; true",
        "==3.13.13; 3.13.1; false",
        "==3.13.13; 3.13.13rc1; false",
        "==3.12.*; 3.12.1; true",
        "==3.12.*; 3.12; true",
        "==3.12.*; 3.13.0; false",
        "==3.1.*; 3.12.0; false",
        "==3.12; 3.12.0; true",
        "==3.12; 3.12.1; false",
        ">=0.10.2; 0.10.2; true",
        ">=0.10.2; 0.9.9; false",
        ">=0.10.2; 0.11.16; true",
        "~=2.13; 2.14.0; true",
        "~=2.13; 3.0.0; false",
        "~=2.13; 2.12.9; false",
        "~=1.5.2; 1.5.9; true",
        "~=1.5.2; 1.6.0; false",
        ">=3.11,<3.13; 3.12.9; true",
        ">=3.11, <3.13; 3.13.0; false",
        ">=3.11 , <3.13 ; 3.10.14; false",
        ">=3.11,!=3.12.*; 3.12.4; false",
        ">=3.11,!=3.12.*; 3.13.0; true",
        "!=3.12.3; 3.12.4; true",
        ">3.11; 3.11.5; true",
        "<3.14; 3.14.0rc2; false",
        "<3.14.0; 3.13.13; true",
        "<3.14.0rc1; 3.14.0; false",
        ">=3.14.0rc1; 3.14.0; true",
        "<=3.13; 3.13.0; true",
        "===3.13.13; 3.13.13; true"
      })
  void theRangesOfPython(String range, String version, boolean admitted) {
    assertEquals(Optional.of(admitted), VersionRange.python(range).admits(version));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"==3.13.13; 3.13.13; true", "==3.12.*; 3.13.0; false", ">=3.11,<3.13; 3.12.0; true"})
  void pythonIsToldByItsOperators(String range, String version, boolean admitted) {
    assertEquals(Optional.of(admitted), VersionRange.of(range).admits(version));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "lts/*",
        "latest",
        "garbage here",
        ">=",
        "workspace:*",
        "==banana",
        "~=2",
        ">=24 or so"
      })
  void whatIsNoRangeGivesNoAnswer(String range) {
    assertEquals(Optional.empty(), VersionRange.of(range).admits("24.1.0"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "unknown", "stable", "99999999999999999999.1.1", "-"})
  void whatIsNoVersionGivesNoAnswer(String version) {
    assertEquals(Optional.empty(), VersionRange.of(">=24").admits(version));
    assertEquals(Optional.empty(), VersionRange.of("==3.13.*").admits(version));
  }
}
