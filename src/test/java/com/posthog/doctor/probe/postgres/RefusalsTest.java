package com.posthog.doctor.probe.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.facts.PostgresFacts.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

/** Refusals are told apart by code and routine, in whatever language the server speaks. */
class RefusalsTest {

  private static Refusal refusal(String state, String routine, String message) {
    String packet = "SFATAL\0C" + state + "\0M" + message + "\0R" + routine + "\0";
    return Refusals.of(new PSQLException(new ServerErrorMessage(packet)), true);
  }

  @ParameterizedTest
  @CsvSource({
    "28P01, auth_failed, Passwort-Authentifizierung fehlgeschlagen, password",
    "28000, InitializeSessionUserId, Rolle »posthog« existiert nicht, role",
    "28000, InitializeSessionUserId, role \"x\" is not permitted to log in, login",
    "28000, ClientAuthentication, kein pg_hba.conf-Eintrag, rejected",
    "28000, ClientAuthentication, 'no pg_hba.conf entry for host \"::1\", no encryption', encryption",
    "28000, ClientAuthentication, 'no pg_hba.conf entry for host \"::1\", SSL off', encryption",
    "3D000, InitPostgres, Datenbank »posthog« existiert nicht, database",
    "42501, CheckMyDatabase, permission denied for database, permission",
    "53300, InitProcess, zu viele Verbindungen, full",
    "57P03, ProcessStartupPacket, the database system is starting up, starting",
    "57P03, ProcessStartupPacket, das Datenbanksystem startet, starting",
    "57P03, ProcessStartupPacket, the database system is shutting down, stopping",
    "57P03, ProcessStartupPacket, the database system is in recovery mode, recovering",
    "57P01, ProcessInterrupts, terminating connection, stopping",
    "53100, x, No space left on device, refused",
    "XX000, x, cache lookup failed, refused"
  })
  void everyCodeHasItsReason(String state, String routine, String message, String reason) {
    assertEquals(reason, refusal(state, routine, message).reason());
  }

  @Test
  void aLoginThatTheDriverCannotDoIsTold() {
    PSQLException problem = new PSQLException("type 99", PSQLState.CONNECTION_REJECTED);
    assertEquals("authentication", Refusals.of(problem, true).reason());
    assertEquals("no-password", Refusals.of(problem, false).reason());
  }

  @Test
  void theWordsOfAServerAreCutAndCleanedAndHoldNoSecret() {
    String words = "a\u001b[31m\nb postgres://u:hunter2hunter2@h/d " + "x".repeat(500);
    String said = refusal("XX000", "x", words).said();
    assertTrue(said.length() <= 200, said);
    assertFalse(said.contains("\u001b"), said);
    assertFalse(said.contains("hunter2"), said);
  }
}
