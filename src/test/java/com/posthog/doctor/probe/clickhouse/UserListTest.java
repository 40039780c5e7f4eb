package com.posthog.doctor.probe.clickhouse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.support.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The users of ClickHouse's configuration, and files that hold none. */
class UserListTest {

  @Test
  void bothErasHaveTheUsersThatTheAppLogsInAs() throws IOException {
    for (String era : List.of("layered", "handbook")) {
      UserList list =
          UserList.of(
              Files.readString(
                  Fixtures.at("checkouts/" + era + "/docker/clickhouse/users-dev.xml")));
      assertEquals(Optional.of(""), list.passwordOf("default"));
      assertEquals(Optional.of("apppass"), list.passwordOf("app"));
      assertEquals(Optional.of("billingpass"), list.passwordOf("billing"));
      assertFalse(list.has("password"));
    }
  }

  @Test
  void aHashTellsNoPassword() {
    UserList list =
        UserList.of("<users><app><password_sha256_hex>ab</password_sha256_hex></app></users>");
    assertTrue(list.has("app"));
    assertEquals(Optional.empty(), list.passwordOf("app"));
  }

  @Test
  void whatIsCommentedOutIsNotThere() {
    UserList list =
        UserList.of("<users><!-- <old><password>x</password></old> --><a><password/></a></users>");
    assertFalse(list.has("old"));
    assertEquals(Optional.of(""), list.passwordOf("a"));
  }

  @Test
  void escapedLettersAreRead() {
    assertEquals(
        Optional.of("a<b&c"),
        UserList.of("<users><a><password>a&lt;b&amp;c</password></a></users>").passwordOf("a"));
  }

  @Test
  void whatIsNotWellFormedHasNoUsers() {
    for (String text :
        List.of(
            "", "<users>", "</users><users>", "<users><a></users>", "<users><", "<!-- <users>")) {
      assertFalse(UserList.of(text).has("a"), text);
    }
  }
}
