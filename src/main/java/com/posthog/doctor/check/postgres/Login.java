package com.posthog.doctor.check.postgres;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.check.Stack;
import com.posthog.doctor.check.env.Variable;
import com.posthog.doctor.check.ports.Owner;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.facts.ContainersFacts.Container;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.PostgresFacts;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Status;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Judges {@code postgres.login}: whether the effective {@code DATABASE_URL} logs in, and if not,
 * what stands in the way and which server said so.
 */
public final class Login implements Rule {
  private static final Set<String> ASKED_DESPITE =
      Set.of("docker.stack-started", "env.database-url");

  /** Refusals that a server gives that is not the one the login was made for. */
  private static final Set<String> OF_A_STRANGER =
      Set.of("password", "role", "login", "database", "rejected", "permission");

  /** Refusals that another value of the variable would help against. */
  private static final Set<String> OF_THE_URL = Set.of("password", "role", "database");

  private static final Pattern RELEASE =
      Pattern.compile("(?:postgresql@|postgresql/|Versions/|PostgreSQL/)([0-9]+(?:\\.[0-9]+)?)");

  @Override
  public boolean despite(CheckId prerequisite) {
    return ASKED_DESPITE.contains(prerequisite.value());
  }

  @Override
  public Needs needs(Facts soFar) {
    Needs needs = Owner.needs(Needs.of(PostgresFacts.KEY)).and(SettingsFacts.KEY);
    boolean refused =
        soFar
            .find(PostgresFacts.KEY)
            .map(postgres -> OF_THE_URL.contains(postgres.refusal().reason()))
            .orElse(false);
    Optional<SettingsFacts> settings = soFar.find(SettingsFacts.KEY);
    return refused && settings.isPresent()
        ? new Variable(settings.get(), "DATABASE_URL").needs(needs)
        : needs;
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    PostgresFacts postgres = facts.get(PostgresFacts.KEY);
    Contact contact = postgres.contact();
    boolean asked = postgres.login().problem().isEmpty();
    if (!asked || !contact.open() && !Stack.isStarted(facts)) {
      return List.of(Verdict.blocked());
    }
    Owner owner = Owner.of(facts, contact.address(), contact.port());
    Verdict verdict =
        switch (contact.stage()) {
          case NAME, PORT -> Verdict.fail("unreachable");
          case GREETING -> Verdict.fail("stranger");
          case LOGIN -> refused(postgres, owner, facts);
          case QUERY -> Verdict.fail("silent");
          case READY -> Verdict.pass("in");
        };
    Verdict filled = seen(filled(verdict, postgres, owner, facts), postgres, owner, facts);
    return List.of(filled.status() == Status.FAIL ? cured(filled, postgres, owner, facts) : filled);
  }

  private static Verdict refused(PostgresFacts postgres, Owner owner, Facts facts) {
    String reason = postgres.refusal().reason();
    boolean foreign = owner.kind() == Owner.Kind.PROCESS || owner.kind() == Owner.Kind.CONTAINER;
    if (foreign
        && OF_A_STRANGER.contains(reason)
        && Owner.container(facts, postgres.contact().service()).isPresent()) {
      return Verdict.fail("shadow");
    }
    boolean lists = reason.equals("database") && !postgres.databases().isEmpty();
    return Verdict.fail(lists ? "database-of" : reason);
  }

  private static Verdict filled(Verdict verdict, PostgresFacts postgres, Owner owner, Facts facts) {
    Contact contact = postgres.contact();
    List<String> databases = postgres.databases();
    int shown = Math.min(6, databases.size());
    String more = databases.size() > shown ? " and " + (databases.size() - shown) + " more" : "";
    String stack = Owner.container(facts, contact.service()).map(Container::name).orElse("");
    return verdict
        .about(Subject.of(contact.service()))
        .with("service", contact.service())
        .with("place", contact.place())
        .with("address", contact.address())
        .with("port", contact.port())
        .with("problem", contact.problem())
        .with("said", said(postgres))
        .with("role", postgres.login().user())
        .with("database", postgres.login().database())
        .with("sslmode", postgres.login().sslMode())
        .with("databases", String.join(", ", databases.subList(0, shown)) + more)
        .with("version", postgres.version())
        .with("owner", owner.name())
        .with("stack", stack)
        .with("container", owner.container().isEmpty() ? stack : owner.container());
  }

  private static String said(PostgresFacts postgres) {
    return postgres.refusal().said().isEmpty()
        ? postgres.contact().problem()
        : postgres.refusal().said();
  }

  private static Verdict seen(Verdict verdict, PostgresFacts postgres, Owner owner, Facts facts) {
    Contact contact = postgres.contact();
    Verdict full =
        verdict.seen(
            "login",
            postgres.login().user() + " to " + postgres.login().database(),
            postgres.login().source());
    if (!contact.addresses().isEmpty()) {
      full = full.seen("address", String.join(", ", contact.addresses()), contact.name());
    }
    if (contact.open()) {
      full = full.seen("answers", owner.name() + version(owner), contact.address());
    }
    if (!postgres.refusal().said().isEmpty()) {
      String state = postgres.refusal().sqlState();
      full = full.seen("seen", postgres.refusal().said(), "SQLSTATE " + state);
    }
    if (full.status() == Status.PASS) {
      return full.seen("seen", "Postgres " + postgres.version(), contact.place());
    }
    Optional<ComposeFacts.Service> service =
        facts.find(ComposeFacts.KEY).flatMap(all -> all.find(contact.service()));
    return service.isPresent()
        ? full.seen("needed", service.get().image(), service.get().source())
        : full.seen("needed", "Postgres", "built in: the checkout does not say");
  }

  /** What can be told of the version of a server that lets nobody in. */
  private static String version(Owner owner) {
    if (!owner.image().isEmpty()) {
      return " (" + owner.image() + ")";
    }
    Matcher release = RELEASE.matcher(owner.command());
    return release.find() ? ", version " + release.group(1) : "";
  }

  private static Verdict cured(Verdict verdict, PostgresFacts postgres, Owner owner, Facts facts) {
    Contact contact = postgres.contact();
    boolean ours = owner.kind() == Owner.Kind.OURS;
    switch (verdict.message()) {
      case "shadow":
        return owner.kind() == Owner.Kind.CONTAINER
            ? verdict.curedBy("stop-container")
            : owner.stopped(verdict, facts, contact.port());
      case "password", "role", "database", "database-of":
        break;
      case "full", "silent":
        return verdict.curedBy(ours ? "restart-service" : "look-at-postgres");
      case "starting", "recovering":
        return verdict.curedBy(ours ? "look-at-log" : "look-at-postgres");
      case "unreachable", "stranger", "stopping", "refused":
        return verdict.curedBy(
            Owner.container(facts, contact.service()).isPresent()
                ? "look-at-log"
                : "look-at-postgres");
      default:
        return verdict.curedBy("look-at-login");
    }
    Optional<String> declared = Declared.url(postgres, facts);
    if (declared.isPresent()) {
      return new Variable(facts.get(SettingsFacts.KEY), "DATABASE_URL")
          .cured(verdict, facts, declared.get());
    }
    if (verdict.message().startsWith("database")) {
      return verdict.with("missing", postgres.login().database()).curedBy("create-database");
    }
    Optional<String> password = Declared.password(facts);
    // both stand in a statement as they are
    boolean plain = password.isPresent() && postgres.login().user().matches("[A-Za-z0-9_]+");
    boolean reset = ours && verdict.message().equals("password") && plain;
    return reset
        ? verdict.with("password", password.get()).curedBy("reset-password")
        : verdict.curedBy(ours ? "recreate-role" : "look-at-login");
  }
}
