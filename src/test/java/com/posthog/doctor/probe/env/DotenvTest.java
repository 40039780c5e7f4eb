package com.posthog.doctor.probe.env;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.facts.SettingsFacts.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two ways of reading the same lines, and what is wrong in them. */
class DotenvTest {

  @Test
  void theLoaderTakesLinesAsTheyAreWritten() {
    Dotenv file = Dotenv.asWritten("# c\n\nA=\"x\"\nB=$HOME\nC={\"1\": 100}\nD=a=b\nE=\n", false);
    assertEquals(
        List.of("A=\"x\"", "B=$HOME", "C={\"1\": 100}", "D=a=b", "E="),
        file.entries().stream().map(one -> one.name() + "=" + one.value()).toList());
    assertEquals(List.of(new Problem("kept-quotes", 3, "A", 0, 1)), file.problems());
  }

  @Test
  void aShellTakesQuotesOffAndFillsIn() {
    Dotenv file =
        Dotenv.sourced(
            "A=\"x y\"\n"
                + "export B='$HOME'\n"
                + "C=$A-${D:-d}\n"
                + "E=\"a\\\"b\\n"
                + "\" # c\n"
                + "F=${G:-${A}}\n"
                + "H=a'b'\"c\"\n",
            Map.of("HOME", "/h")::get);
    assertEquals(
        List.of("A=x y", "B=$HOME", "C=x y-d", "E=a\"b\\n", "F=x y", "H=abc"),
        file.entries().stream().map(one -> one.name() + "=" + one.value()).toList());
    assertEquals(List.of(), file.problems());
  }

  @Test
  void whatOnlyAShellWorksOutIsLeftAsItIs() {
    Dotenv file = Dotenv.sourced("A=$(touch x)\nB=`touch x`\nC=\"${A%x}\"\nD=ok\n", name -> null);
    assertEquals(
        List.of("$(touch x) true", "`touch x` true", "${A%x} true", "ok false"),
        file.entries().stream().map(one -> one.value() + " " + one.computed()).toList());
  }

  @Test
  void theFormOfALineIsJudgedByHowItIsRead() {
    assertEquals(List.of("spaces 1 A"), problems(Dotenv.asWritten("A = x\n", false)));
    assertEquals(List.of("spaces 1 A"), problems(Dotenv.asWritten("A= x\n", false)));
    assertEquals(List.of("export 1 A"), problems(Dotenv.asWritten("export A=x\n", false)));
    assertEquals(List.of("quote 1 A"), problems(Dotenv.asWritten("A='x\nB=1\n", false)));
    assertEquals(List.of(), problems(Dotenv.asWritten("A=it's\n", false)));
    assertEquals(List.of("no-line-end 2 B"), problems(Dotenv.asWritten("A=1\nB=2", false)));
    assertEquals(List.of(), problems(Dotenv.asWritten("A=1\nB=2", true)));
    assertEquals(List.of("spaces 1 A"), problems(Dotenv.sourced("A = x\n", name -> null)));
    assertEquals(List.of("spaces 1 A"), problems(Dotenv.sourced("A= x\n", name -> null)));
    assertEquals(List.of("blank 1 A"), problems(Dotenv.sourced("A=x y\n", name -> null)));
    assertEquals(List.of("quote 1 A"), problems(Dotenv.sourced("A=it's\nB=1\n", name -> null)));
    assertEquals(List.of(), problems(Dotenv.sourced("export A=x\nB=2", name -> null)));
  }

  @Test
  void ofDuplicatesTheFirstOrTheLastCounts() {
    Dotenv loaded = Dotenv.asWritten("A=1\nA=2\nB=1\nB=1\n", false);
    assertEquals(List.of(new Problem("duplicate", 2, "A", 1, 1)), loaded.problems());
    assertEquals("1", loaded.entries().get(0).value());
    Dotenv sourced = Dotenv.sourced("A=1\nA=2\n", name -> null);
    assertEquals(List.of(new Problem("duplicate", 2, "A", 1, 1)), sourced.problems());
    assertEquals("2", sourced.last("A").value());
  }

  @Test
  void windowsLineEndsAndMarksAreToldOnceAndDoNotReachValues() {
    Dotenv file = Dotenv.asWritten("\uFEFFA=1\nB=2\r\nC=3\r\n", false);
    assertEquals(
        List.of(new Problem("bom", 1, "", 0, 1), new Problem("crlf", 2, "", 0, 2)),
        file.problems());
    assertEquals(
        List.of("A=1", "B=2", "C=3"),
        file.entries().stream().map(one -> one.name() + "=" + one.value()).toList());
  }

  @Test
  void aKeyOfSeveralLinesIsOneValueOrOneProblem() {
    String text = "A=\"-----BEGIN\ncanary\n-----END\"\nB=1\n";
    Dotenv sourced = Dotenv.sourced(text, name -> null);
    assertEquals(2, sourced.entries().size());
    assertEquals(4, sourced.entries().get(1).line());
    assertEquals(List.of(), sourced.problems());
    Dotenv loaded = Dotenv.asWritten(text, false);
    assertEquals(List.of("quote 1 A"), problems(loaded));
    assertEquals("1", loaded.entries().get(1).value());
  }

  @Test
  void noTextOfALineReachesAProblem() {
    for (String text : List.of("canary\n", "can-ary=1\n", "-canary = 1\n", "canary canary=\n")) {
      for (Dotenv file : List.of(Dotenv.asWritten(text, true), Dotenv.sourced(text, n -> null))) {
        assertEquals(1, file.problems().size(), text);
        assertFalse(file.problems().toString().contains("ary"), file.problems().toString());
      }
    }
  }

  @Test
  void linesOfAShellAreNoFaults() {
    String script = "set -a\nif [ -f x ]; then\nsource .env.more\nfi\nexport A\nunset B\n";
    assertTrue(Dotenv.sourced(script, name -> null).problems().isEmpty());
  }

  @Test
  void noTextEndsTheReading() {
    java.util.Random random = new java.util.Random(11);
    String letters = "AB=\"'`$(){}:-\\ \n\r#;x";
    int entries = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(24); length >= 0; length--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      entries += Dotenv.sourced(text.toString(), name -> null).entries().size();
      entries += Dotenv.asWritten(text.toString(), true).entries().size();
    }
    assertTrue(entries > 500, "found " + entries);
  }

  private static List<String> problems(Dotenv file) {
    return file.problems().stream()
        .map(one -> one.kind() + " " + one.line() + " " + one.key())
        .toList();
  }
}
