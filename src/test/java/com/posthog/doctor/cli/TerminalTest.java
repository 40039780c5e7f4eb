package com.posthog.doctor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.cli.Terminal.ColorChoice;
import com.posthog.doctor.cli.Terminal.Stream;
import com.posthog.doctor.engine.Listener;
import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.report.Tone;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the terminal can show, and in which order its users decide. */
class TerminalTest {

  @ParameterizedTest(name = "{0} {1} on a terminal: {2}; {3}")
  @CsvSource({
    "AUTO, '', true, true",
    "AUTO, '', false, false",
    "ALWAYS, NO_COLOR=1, false, true",
    "NEVER, CLICOLOR_FORCE=1, true, false",
    "AUTO, NO_COLOR=1, true, false",
    "AUTO, NO_COLOR=, true, true",
    "AUTO, POSTHOG_DOCTOR_NO_COLOR=1 FORCE_COLOR=1, true, false",
    "AUTO, NO_COLOR=1 CLICOLOR_FORCE=1, true, false",
    "AUTO, CLICOLOR_FORCE=1 TERM=dumb, false, true",
    "AUTO, FORCE_COLOR=1 CLICOLOR=0, false, true",
    "AUTO, FORCE_COLOR=0, false, false",
    "AUTO, CLICOLOR=0, true, false",
    "AUTO, TERM=dumb, true, false",
  })
  void colourIsDecidedInTheDocumentedOrder(
      ColorChoice choice, String variables, boolean terminal, boolean coloured) {
    Terminal one = new Terminal(terminal ? "12" : "", variables(variables), choice);
    assertEquals(coloured, one.isColoured(Stream.OUT));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "LANG=en_GB.UTF-8, true",
    "LANG=C.utf8, true",
    "LANG=C, false",
    "LC_ALL=C LANG=en_GB.UTF-8, false",
    "LC_ALL= LC_CTYPE=de_DE.UTF-8 LANG=C, true",
    "A=b, false",
  })
  void theLocaleDecidesWhetherSymbolsAreShown(String variables, boolean symbols) {
    assertEquals(symbols, new Terminal("", variables(variables), ColorChoice.AUTO).showsSymbols());
  }

  @Test
  void colourIsTakenBackBehindEachText() {
    assertEquals("\033[31;1mx\033[m", Paint.paint(Tone.ERROR, "x"));
    assertEquals("x", Paint.paint(Tone.PLAIN, "x"));
  }

  @Test
  void nothingMovesWhereStderrIsNoTerminal() {
    assertFalse(new Terminal("01", Map.of(), ColorChoice.ALWAYS).canAnimate());
    assertFalse(new Terminal("012", Map.of("TERM", "dumb"), ColorChoice.AUTO).canAnimate());
    assertTrue(new Terminal("2", Map.of(), ColorChoice.AUTO).canAnimate());
  }

  @Test
  void theSpinnerShowsItselfAtOnceAndIsGoneAtTheEnd() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Spinner spinner = new Spinner(new PrintStream(bytes, true, StandardCharsets.UTF_8), false, 80);
    spinner.start();
    assertTrue(bytes.toString(StandardCharsets.UTF_8).endsWith("/ examining"), bytes::toString);
    assertTrue(Spinner.isDrawn());
    Listener listener = spinner;
    listener.reading(HostFacts.KEY);
    listener.read(HostFacts.KEY);
    listener.finished();
    assertTrue(bytes.toString(StandardCharsets.UTF_8).endsWith("\r\033[2K"), bytes::toString);
    assertFalse(Spinner.isDrawn());
  }

  private static Map<String, String> variables(String text) {
    Map<String, String> variables = new java.util.TreeMap<>();
    for (String one : text.split(" ", -1)) {
      int equals = one.indexOf('=');
      if (equals > 0) {
        variables.put(one.substring(0, equals), one.substring(equals + 1));
      }
    }
    return variables;
  }
}
