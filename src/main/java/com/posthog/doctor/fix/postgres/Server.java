package com.posthog.doctor.fix.postgres;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.facts.PostgresFacts;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.fix.Refused;
import com.posthog.doctor.fix.Sight;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The Postgres that the checkout's login leads to, as a plan and a journal name it. */
final class Server {
  private Server() {}

  /** Where it is and who logs in, without the password. */
  static Map<String, String> about(Sight sight) throws Refused, IOException {
    PostgresFacts postgres = sight.see(PostgresFacts.KEY);
    Contact contact = postgres.contact();
    // a database that is not there is a reason to make one
    boolean lacks = postgres.refusal().reason().equals("database");
    if (!contact.ready() && !lacks) {
      throw new Refused("Postgres does not let the login in");
    }
    Map<String, String> about = new LinkedHashMap<>();
    about.put("checkout", sight.see(CheckoutFacts.KEY).path());
    about.put("address", contact.address());
    about.put("port", Integer.toString(contact.port()));
    about.put("user", postgres.login().user());
    about.put("main", postgres.login().database());
    String mode = postgres.login().sslMode();
    String usual = postgres.login().encrypted() ? "require" : "disable";
    about.put("ssl", mode.isEmpty() ? usual : mode);
    return about;
  }

  /** As a person names it. */
  static String words(Map<String, String> about, String database) {
    return "in the database "
        + database
        + " at "
        + about.get("address")
        + " port "
        + about.get("port")
        + ", as "
        + about.get("user");
  }

  /** A connection to one of its databases, with the password that the checkout has now. */
  static Connected connect(Sight sight, Map<String, String> about, String database)
      throws Refused, IOException {
    String password = sight.see(SettingsFacts.KEY).databasePassword().raw().reveal();
    return Connected.to(about, database, password);
  }
}
