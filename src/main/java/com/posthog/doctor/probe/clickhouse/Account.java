package com.posthog.doctor.probe.clickhouse;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.ClickHouseFacts.Login;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.host.Host;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A user whom the app logs in as.
 *
 * @param login what is known of the user before it is tried
 * @param password never shown
 */
record Account(Login login, String password) {
  private static final String LIST = "docker/clickhouse/users-dev.xml";
  private static final int LIST_LIMIT = 1 << 20;
  private static final String BUILT_IN = "built in: the checkout does not say";

  /** The users to try, the app's own first; the second is absent where the checkout has none. */
  static List<Account> of(Host host, Facts soFar) {
    SettingsFacts settings = soFar.get(SettingsFacts.KEY);
    Path checkout = Path.of(soFar.get(CheckoutFacts.KEY).path());
    Path file = file(soFar.get(ComposeFacts.KEY), checkout);
    UserList list = read(host, file);
    String listIn =
        file.startsWith(checkout) ? checkout.relativize(file).toString() : file.toString();
    List<Account> accounts = new ArrayList<>();
    accounts.add(account(settings, "CLICKHOUSE_USER", "CLICKHOUSE_PASSWORD", list, listIn));
    if (settings.find("CLICKHOUSE_APP_USER").isPresent() || list.has("app")) {
      Account app =
          account(settings, "CLICKHOUSE_APP_USER", "CLICKHOUSE_APP_PASSWORD", list, listIn);
      if (!app.login().user().equals(accounts.get(0).login().user())) {
        accounts.add(app);
      }
    }
    return accounts;
  }

  private static Path file(ComposeFacts compose, Path checkout) {
    for (ComposeFacts.Service service : compose.services()) {
      for (ComposeFacts.Mount mount : service.mounts()) {
        if (mount.target().equals("/etc/clickhouse-server/users.xml")) {
          return Path.of(mount.path());
        }
      }
    }
    return checkout.resolve(LIST);
  }

  private static UserList read(Host host, Path file) {
    try {
      return UserList.of(host.readText(file, LIST_LIMIT));
    } catch (IOException unreadable) {
      return UserList.of(""); // then what the app is told counts alone
    }
  }

  private static Account account(
      SettingsFacts settings, String userKey, String passwordKey, UserList list, String listIn) {
    boolean app = userKey.contains("_APP_");
    Optional<SettingsFacts.Value> told = settings.find(userKey);
    String user = told.isPresent() ? settings.reveal(userKey) : app ? "app" : "default";
    String userIn =
        told.map(SettingsFacts.Value::source).orElse(list.has(user) ? listIn : BUILT_IN);
    Optional<String> declared = list.passwordOf(user);
    String password = settings.reveal(passwordKey);
    String passwordIn = settings.source(passwordKey);
    if (passwordIn.isEmpty() && app) {
      password = declared.orElse("");
      passwordIn = declared.isPresent() ? listIn : BUILT_IN;
    } else if (passwordIn.isEmpty()) {
      passwordIn = BUILT_IN; // the app then gives none
    }
    String given = password;
    String same =
        declared
            .map(one -> one.equals(given) ? "same" : "other")
            .orElse(list.has(user) ? "" : "absent");
    return new Account(new Login(user, userIn, passwordIn, same, listIn, 0, ""), password);
  }

  /** The same after it was tried. */
  Login tried(Refusal refusal) {
    return new Login(
        login.user(),
        login.userIn(),
        login.passwordIn(),
        login.declared(),
        login.declaredIn(),
        refusal.code(),
        refusal.said());
  }
}
