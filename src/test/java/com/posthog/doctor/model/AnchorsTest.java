package com.posthog.doctor.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnchorsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "abc.*longer; longer",
        "dlm\\.E00[0-9]; dlm.E00",
        "[0-9a-f]ermission denied: \\./bin/start; ermission denied: ./bin/start",
        "(Symbol.*|undefined: )xmlSecSoap11Ns; xmlSecSoap11Ns",
        "getaddrinfo:(A+|B) x; getaddrinfo:",
        "colou*rful; colo",
        "ab+cdef; cdef",
        "ab{2,3}cde; cde",
        "ab{0,3}cde; cde",
        "a(bc*)?def; def",
        "a(?:bc)d; abcd",
        "a(?P<name>bc)d; abcd",
        "a[^]x]bc; bc",
        "a[[:alpha:]]]bc; ]bc",
        "a\\dbc; bc",
        "^abc\\b$; abc",
        "x{; x{",
        "one\\ntwo; two",
        "a longer first line\\nshort.*; short",
      })
  void theLongestLiteralThatEveryMatchHolds(String pattern, String anchor) {
    assertEquals(List.of(anchor), Anchors.of(pattern).texts());
  }

  @Test
  void aChoiceHasOneForEachOfItsBranches() {
    assertEquals(List.of("A x", "BC x"), Anchors.of("(A|BC) x").texts());
    assertEquals(
        List.of("Port is", "Port", "port is", "port"), Anchors.of("[Pp]ort( is)?").texts());
    assertEquals(List.of("abc", "def"), Anchors.of("abc.|def").texts());
    assertEquals(List.of(), Anchors.of("abc|.*").texts());
  }

  @Test
  void aTextThatIsLongEnoughStandsForAllThatAChoiceBesideItMakesOfIt() {
    assertEquals(List.of("onnection refused"), Anchors.of("[Cc]onnection refused").texts());
    assertEquals(List.of(" is not running"), Anchors.of("(db|kafka) is not running").texts());
    assertEquals(
        List.of("dependencies is", "dependencies are"),
        Anchors.of("dependencies (is|are)").texts());
    assertEquals(
        List.of("onnection refused", "ECONNREFUSED"),
        Anchors.of("([Cc]onnection refused|ECONNREFUSED).*5432").texts());
    assertEquals(List.of("Abc d", "abc d"), Anchors.of("[Aa]bc d").texts());
  }

  @Test
  void everyStretchOfAnExpressionIsNeeded() {
    assertEquals(
        List.of(List.of("Redis", "redis"), List.of(" is down", " is gone")),
        Anchors.needs("[Rr]edis.* is (down|gone)$"));
    assertEquals(List.of(), Anchors.needs("abc.*def|ghi"));
    assertEquals(List.of(), Anchors.needs("(?i)abc.*def"));
    assertEquals(List.of(List.of("abcdef", "abc")), Anchors.needs("abc(def)?"));
    assertEquals(List.of(), Anchors.needs("(abc)?"));
  }

  @Test
  void flagsAndLinesAreSeen() {
    assertEquals(new Anchors(List.of("abc"), true, 1), Anchors.of("(?i)abc"));
    assertEquals(3, Anchors.of("abc\\nb\\nabcd").lines());
    assertEquals(0, Anchors.of(".*").shortest());
  }

  @ParameterizedTest
  @ValueSource(strings = {"(abc", "abc)", "(a\\nb)", "a\\n+b", "(?=a)", "abc\\", "a\\nb|c", "\\Qa"})
  void whatCannotBeFollowedIsRefused(String pattern) {
    assertThrows(IllegalArgumentException.class, () -> Anchors.of(pattern));
  }
}
