package com.posthog.doctor.check.postgres;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.MigrationFacts;
import com.posthog.doctor.facts.MigrationFacts.Ledger;
import com.posthog.doctor.facts.MigrationFacts.Names;
import com.posthog.doctor.facts.PostgresFacts;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges {@code postgres.migrations}: whether each database has had the migrations of the checkout,
 * and no others. What is missing is an error; what another branch has left is a warning.
 */
public final class Migrations implements Rule {
  private static final int SHOWN = 3;

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(PostgresFacts.KEY, MigrationFacts.KEY).and(CheckoutFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    String service = facts.get(PostgresFacts.KEY).contact().service();
    List<Verdict> verdicts = new ArrayList<>();
    for (Ledger ledger : facts.get(MigrationFacts.KEY).ledgers()) {
      verdicts.add(filled(verdict(ledger), ledger, ledger.database(), service));
      boolean told = !ledger.problem().isEmpty() || ledger.orphaned().isEmpty();
      if (!told) {
        Verdict orphaned =
            named(Verdict.fail("orphaned").at(Severity.WARNING), ledger.orphaned())
                .curedBy(ledger.kind().equals(MigrationFacts.SQLX) ? "look-at-sqlx" : sync(facts));
        verdicts.add(filled(orphaned, ledger, ledger.database() + ", of another branch", service));
      }
    }
    return verdicts.isEmpty() ? List.of(Verdict.pass("none")) : verdicts;
  }

  private static String sync(Facts facts) {
    boolean layered = facts.find(CheckoutFacts.KEY).map(CheckoutFacts::isLayered).orElse(true);
    return layered ? "sync-orphaned-migrations" : "roll-back-migrations";
  }

  private static Verdict verdict(Ledger ledger) {
    if (!ledger.problem().isEmpty()) {
      return Verdict.unknown("unread").with("problem", ledger.problem());
    }
    if (!ledger.unfinished().isEmpty()) {
      return named(Verdict.fail("unfinished"), ledger.unfinished()).curedBy("look-at-sqlx");
    }
    if (!ledger.changed().isEmpty()) {
      return named(Verdict.fail("changed"), ledger.changed()).curedBy("look-at-sqlx");
    }
    if (!ledger.pending().isEmpty()) {
      boolean all = ledger.applied() == 0;
      return named(Verdict.fail(all ? "never" : "pending"), ledger.pending()).curedBy("migrate");
    }
    return Verdict.pass("applied");
  }

  private static Verdict named(Verdict verdict, Names names) {
    List<String> first = names.first().subList(0, Math.min(SHOWN, names.first().size()));
    int more = names.count() - first.size();
    Verdict full =
        verdict
            .with("count", names.count())
            .with("migrations", names.count() == 1 ? "migration" : "migrations")
            .with("names", String.join(", ", first) + (more > 0 ? " and " + more + " more" : ""))
            .with("first", first.isEmpty() ? "" : first.get(0));
    for (String name : names.first().subList(0, Math.min(10, names.first().size()))) {
      full = full.seen(verdict.message(), name, "");
    }
    return full;
  }

  private static Verdict filled(Verdict verdict, Ledger ledger, String subject, String service) {
    boolean sqlx = ledger.kind().equals(MigrationFacts.SQLX);
    return verdict
        .about(new Subject(subject, service))
        .with("database", ledger.database())
        .with("files", ledger.files())
        .with("folder", ledger.folder())
        .with("system", sqlx ? "sqlx" : "Django")
        .seen("applied", ledger.applied(), sqlx ? "_sqlx_migrations" : "django_migrations")
        .seen("in the checkout", ledger.files(), sqlx ? ledger.folder() : "migrations of its apps");
  }
}
