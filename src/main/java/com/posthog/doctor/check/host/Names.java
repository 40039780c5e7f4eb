package com.posthog.doctor.check.host;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HostsFacts;
import com.posthog.doctor.facts.NameFacts;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges {@code host.names}: whether the names of the stack mean this machine here. The hosts file
 * is read first; only a name that is not in it is asked of the resolver.
 */
public final class Names implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    Needs needs = Needs.of(ComposeFacts.KEY, SettingsFacts.KEY, HostsFacts.KEY);
    Optional<HostsFacts> hosts = soFar.find(HostsFacts.KEY);
    if (hosts.isPresent()) {
      for (NeededNames.Needed needed : needed(soFar)) {
        if (hosts.get().of(needed.name()).isEmpty()) {
          needs = needs.and(NameFacts.key(needed.name()));
        }
      }
    }
    return needs;
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    List<NeededNames.Needed> needed = needed(facts);
    if (needed.isEmpty()) {
      return List.of(Verdict.pass("none"));
    }
    String all = String.join(" ", needed.stream().map(NeededNames.Needed::name).toList());
    List<Verdict> verdicts = new ArrayList<>();
    for (NeededNames.Needed one : needed) {
      verdicts.add(
          judge(one, needed, facts)
              .about(new Subject(one.name(), one.service()))
              .with("name", one.name())
              .with("names", all)
              .seen("needed by", one.by(), one.source()));
    }
    return verdicts;
  }

  private static List<NeededNames.Needed> needed(Facts facts) {
    Optional<ComposeFacts> compose = facts.find(ComposeFacts.KEY);
    Optional<SettingsFacts> settings = facts.find(SettingsFacts.KEY);
    return compose.isEmpty() || settings.isEmpty()
        ? List.of()
        : NeededNames.of(compose.get(), settings.get());
  }

  private static Verdict judge(
      NeededNames.Needed one, List<NeededNames.Needed> needed, Facts facts) {
    HostsFacts hosts = facts.get(HostsFacts.KEY);
    List<Address> addresses = new ArrayList<>();
    hosts
        .of(one.name())
        .forEach(line -> addresses.add(new Address(line.address(), place(hosts, line))));
    if (addresses.isEmpty()) {
      Optional<NameFacts> asked = facts.find(NameFacts.key(one.name()));
      if (asked.isEmpty()) {
        return Verdict.unknown("unresolved")
            .with("reason", facts.failure(NameFacts.key(one.name())).orElse("it was not asked"));
      }
      asked.get().addresses().forEach(text -> addresses.add(new Address(text, "resolver")));
    }
    return addresses.isEmpty() ? missing(needed, hosts) : judge(addresses, hosts);
  }

  /** An address of a name, and where it was read. */
  private record Address(String text, String source) {
    boolean isLoopback4() {
      return text.startsWith("127.");
    }

    boolean isLoopback6() {
      return text.equals("::1") || text.equals("0:0:0:0:0:0:0:1");
    }
  }

  private static Verdict judge(List<Address> addresses, HostsFacts hosts) {
    Verdict verdict = null;
    for (Address address : addresses) {
      if (!address.isLoopback4() && !address.isLoopback6() && !hosts.isNear(address.text())) {
        boolean resolver = address.source().equals("resolver");
        verdict =
            Verdict.fail("foreign")
                .with("address", address.text())
                .with("source", resolver ? "this network's name server" : address.source())
                .curedBy(
                    resolver
                        ? new String[] {"hosts-line", "keep-hosts-line"}
                        : new String[] {"remove-foreign-line"});
        break;
      }
    }
    if (verdict == null) {
      boolean version4 = addresses.stream().anyMatch(one -> !one.isLoopback6());
      verdict =
          version4
              ? Verdict.pass("here").with("address", addresses.get(0).text())
              : Verdict.fail("only-v6")
                  .at(Severity.WARNING)
                  .with("source", addresses.get(0).source())
                  .curedBy("hosts-line");
    }
    for (Address address : addresses) {
      verdict = verdict.seen("seen", address.text(), address.source());
    }
    return verdict.seen("needed", "127.0.0.1", "");
  }

  /** A name that is nowhere; a line with other names of the stack is one that has gone stale. */
  private static Verdict missing(List<NeededNames.Needed> needed, HostsFacts hosts) {
    for (HostsFacts.Line line : hosts.lines()) {
      List<String> known =
          needed.stream().map(NeededNames.Needed::name).filter(line.names()::contains).toList();
      if (!known.isEmpty()) {
        return Verdict.fail("stale")
            .with("line", place(hosts, line))
            .with("known", String.join(", ", known))
            .seen("seen", line.address() + " " + String.join(" ", line.names()), place(hosts, line))
            .seen("needed", "127.0.0.1", "")
            .curedBy("hosts-line", "keep-hosts-line", "join-network");
      }
    }
    return Verdict.fail("missing")
        .seen("seen", "no address", hosts.path() + ", then the resolver")
        .seen("needed", "127.0.0.1", "")
        .curedBy("hosts-line", "keep-hosts-line", "join-network");
  }

  private static String place(HostsFacts hosts, HostsFacts.Line line) {
    return hosts.path() + ":" + line.number();
  }
}
