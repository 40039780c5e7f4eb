package com.posthog.doctor.check.clickhouse;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.check.Stack;
import com.posthog.doctor.check.env.Variable;
import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.ClickHouseFacts;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.facts.ContainersFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges {@code clickhouse.login}: whether ClickHouse is there and lets the app's users in. Without
 * a stack it looks all the same: a server outside Docker is legitimate.
 */
public final class Login implements Rule {
  @Override
  public boolean despite(CheckId prerequisite) {
    return prerequisite.equals(Stack.STARTED);
  }

  @Override
  public Needs needs(Facts soFar) {
    Needs needs =
        Needs.of(ClickHouseFacts.KEY, ComposeFacts.KEY, CheckoutFacts.KEY)
            .and(ContainersFacts.KEY, SettingsFacts.KEY);
    Optional<SettingsFacts> settings = soFar.find(SettingsFacts.KEY);
    boolean refused =
        soFar
            .find(ClickHouseFacts.KEY)
            .map(server -> server.logins().stream().anyMatch(one -> !one.in()))
            .orElse(false);
    return refused && settings.isPresent()
        ? new Variable(settings.get(), "CLICKHOUSE_APP_PASSWORD").needs(needs)
        : needs;
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    ClickHouseFacts server = facts.get(ClickHouseFacts.KEY);
    Contact contact = server.contact();
    boolean started = Stack.isStarted(facts);
    String container = Stack.nameOf(facts, contact.service());
    if (!contact.open() && !started) {
      return Asked.blocked();
    }
    String project = facts.get(ComposeFacts.KEY).project();
    List<Verdict> verdicts = new ArrayList<>();
    for (ClickHouseFacts.Login login : server.logins()) {
      String variables = verdicts.isEmpty() ? "CLICKHOUSE_" : "CLICKHOUSE_APP_";
      Verdict verdict =
          login.in() ? Verdict.pass("in") : refused(login, container, facts, variables);
      verdicts.add(
          verdict
              .about(new Subject(login.user(), contact.service()))
              .with("user", login.user())
              .with("place", contact.place())
              .with("source", login.passwordIn())
              .with("list", login.declaredIn())
              .with("project", project)
              .with("clickhouse", container)
              .seen("user", login.user(), login.userIn()));
    }
    boolean lost = verdicts.isEmpty() || contact.stage() == Contact.Stage.QUERY;
    if (lost && !server.version().tooOld()) {
      return List.of(unusable(contact, container, project));
    }
    return verdicts;
  }

  private static Verdict unusable(Contact contact, String container, String project) {
    String message =
        switch (contact.stage()) {
          case NAME -> "no-name";
          case PORT -> "closed";
          case QUERY, READY -> "no-query";
          default -> "stranger";
        };
    String[] cures =
        switch (message) {
          case "no-name" -> new String[] {"name-clickhouse"};
          case "closed", "no-query" ->
              new String[] {container.isEmpty() ? "look-at-clickhouse" : "restart-clickhouse"};
          default -> new String[] {"look-at-clickhouse"};
        };
    return Verdict.fail(message)
        .about(new Subject(contact.place(), contact.service()))
        .with("name", contact.name())
        .with("place", contact.place())
        .with("port", contact.port())
        .with("problem", contact.problem())
        .with("project", project)
        .with("clickhouse", container)
        .curedBy(cures)
        .seen("seen", contact.problem(), contact.place())
        .seen("needed", "ClickHouse at " + contact.place(), contact.source());
  }

  /** A variable that overrides what the checkout says gets that value again. */
  private static Verdict corrected(String message, Facts facts, String name, String otherwise) {
    Verdict verdict = Verdict.fail(message);
    Optional<Variable> variable =
        facts.find(SettingsFacts.KEY).map(settings -> new Variable(settings, name));
    Optional<String> wanted = variable.flatMap(Variable::overridden);
    return variable.isPresent() && wanted.isPresent()
        ? variable.get().cured(verdict, facts, wanted.get())
        : verdict.curedBy(otherwise);
  }

  private static Verdict refused(
      ClickHouseFacts.Login login, String container, Facts facts, String variables) {
    String password = variables + "PASSWORD";
    Verdict verdict =
        switch (login.declared()) {
          case "same" ->
              Verdict.fail("other-users")
                  .curedBy(container.isEmpty() ? "look-at-clickhouse" : "restart-clickhouse");
          case "other" ->
              corrected("other-password", facts, password, "correct-clickhouse-password");
          case "absent" ->
              corrected("no-such-user", facts, variables + "USER", "correct-clickhouse-user");
          default -> corrected("refused", facts, password, "correct-clickhouse-password");
        };
    return verdict
        .with("user-source", login.userIn())
        .seen("seen", login.said(), "ClickHouse")
        .seen("password", "not shown", login.passwordIn());
  }
}
