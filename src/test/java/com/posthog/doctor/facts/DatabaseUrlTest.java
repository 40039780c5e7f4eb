package com.posthog.doctor.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.facts.DatabaseUrl.Server;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a database URL says, and that nonsense never ends the reading. */
class DatabaseUrlTest {

  @Test
  void aWholeUrlIsReadInItsParts() {
    DatabaseUrl url =
        DatabaseUrl.parse("postgres://posthog:posthog@DB:5433/posthog?sslmode=disable");
    assertEquals("posthog", url.user());
    assertEquals("posthog", url.password().shown());
    assertTrue(url.hasPassword());
    assertEquals(List.of(new Server("db", 5433, "")), url.servers());
    assertEquals("posthog", url.database());
    assertEquals("disable", url.sslMode());
    assertEquals(List.of(), url.problems());
  }

  @Test
  void escapesAreTakenOffOnceAndThePasswordStaysHidden() {
    DatabaseUrl url = DatabaseUrl.parse("postgresql://a%40b:p%2Fw%25@localhost/my%20db");
    assertEquals("a@b", url.user());
    assertEquals("(hidden)", url.password().shown());
    assertEquals("p/w%", url.password().raw().reveal());
    assertEquals("my db", url.database());
    assertEquals(1, DatabaseUrl.parse("postgres://a:50%off@h/d").problems().size());
  }

  @Test
  void aPortThatIsNotNamedIsTheUsualOne() {
    assertEquals(5432, DatabaseUrl.parse("postgres://a:b@h/d").servers().get(0).port());
  }

  @Test
  void addressesOfVersionSixStandInBrackets() {
    DatabaseUrl url = DatabaseUrl.parse("postgres://a:b@[::1]:5433/d");
    assertEquals(List.of(new Server("::1", 5433, "")), url.servers());
    assertEquals("[::1]:5433", url.servers().get(0).endpoint());
    assertTrue(problem("postgres://a:b@::1:5433/d").contains("brackets"));
    assertTrue(problem("postgres://a:b@[::1/d").contains("bracket"));
  }

  @Test
  void severalServersAreAllRead() {
    assertEquals(
        List.of(new Server("one", 5432, ""), new Server("two", 5433, "")),
        DatabaseUrl.parse("postgres://a:b@one,two:5433/d").servers());
  }

  @Test
  void aSocketIsAFolderInThePlaceOfTheHost() {
    Server folder = new Server("/var/run/postgresql", 5432, "");
    assertEquals(
        List.of(folder), DatabaseUrl.parse("postgres://a:b@%2Fvar%2Frun%2Fpostgresql/d").servers());
    assertEquals(
        List.of(folder), DatabaseUrl.parse("postgres:///d?host=/var/run/postgresql").servers());
    assertEquals("", DatabaseUrl.parse("postgres:///d").servers().get(0).host());
  }

  @Test
  void optionsCountAsParts() {
    DatabaseUrl url = DatabaseUrl.parse("postgres://h/?user=u&password=posthog&dbname=d");
    assertEquals("u", url.user());
    assertTrue(url.hasPassword());
    assertEquals("d", url.database());
  }

  @Test
  void aPasswordWithASlashIsToldWithoutShowingIt() {
    assertTrue(problem("postgres://a:hun/ter2@h/d").contains("%2F"));
    assertFalse(problem("postgres://a:hun/ter2@h/d").contains("ter2"));
  }

  @Test
  void nonsenseIsOneProblem() {
    assertTrue(problem("\"postgres://a:b@h/d\"").contains("quote"));
    assertTrue(problem("postgres://a:b@h/d x").contains("blank"));
    assertTrue(problem("mysql://a:b@h/d").contains("scheme"));
    assertTrue(problem("posthog").contains("no URL"));
    assertTrue(problem("postgres://a:b@h:x/d").contains("port"));
    assertTrue(problem("postgres://a:b@h:70000/d").contains("port"));
    assertFalse(DatabaseUrl.parse("").given());
  }

  @Test
  void noTextEndsTheReading() {
    Random random = new Random(7);
    String letters = "ab:/@?#[],%=&5 \"'\u00e9\ud83d";
    int problems = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(i % 2 == 0 ? "postgres://" : "");
      for (int length = random.nextInt(14); length >= 0; length--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      problems += DatabaseUrl.parse(text.toString()).problems().size();
    }
    assertTrue(problems > 1000, "found " + problems);
  }

  private static String problem(String text) {
    List<String> problems = DatabaseUrl.parse(text).problems();
    assertEquals(1, problems.size(), () -> text + ": " + problems);
    return problems.get(0);
  }
}
