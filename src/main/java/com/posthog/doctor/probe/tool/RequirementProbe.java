package com.posthog.doctor.probe.tool;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.RequirementFacts;
import com.posthog.doctor.facts.RequirementFacts.Need;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads from the checkout which programs it uses and which versions of them will do. */
public final class RequirementProbe implements Probe<RequirementFacts> {
  private static final String BUILT_IN = "built in: the checkout does not say";
  private static final String DOWNLOAD = "bin/download-mmdb";
  private static final String START = "bin/start";
  private static final String DEVENV = "devenv.nix";

  @Override
  public Set<FactKey<?>> needs(FactKey<RequirementFacts> key) {
    return Set.of(CheckoutFacts.KEY);
  }

  @Override
  public RequirementFacts read(
      FactKey<RequirementFacts> key, Host host, Facts soFar, Deadline deadline) {
    CheckoutFacts found = soFar.get(CheckoutFacts.KEY);
    Map<String, Need> needs = new HashMap<>();
    for (String always : List.of("git", "docker", "compose", "curl", "cc", "make")) {
      needs.put(always, new Requirement(true, BUILT_IN).need());
    }
    if (found.found()) {
      CheckoutText checkout = new CheckoutText(host, Path.of(found.path()));
      declared(checkout, needs);
      scripts(checkout, found, needs);
    }
    return new RequirementFacts(needs);
  }

  private static void declared(CheckoutText checkout, Map<String, Need> needs) {
    NodeRequirements node = new NodeRequirements(checkout);
    PythonRequirements python = new PythonRequirements(checkout);
    FloxManifest manifest = FloxManifest.of(checkout);
    needs.put("node", node.node().need());
    needs.put("pnpm", node.pnpm().need());
    needs.put("python", python.python().need());
    needs.put("uv", python.uv().need());
    needs.put("cargo", cargo(checkout, manifest).need());
    needs.put("sqlx", sqlx(checkout, manifest).need());
    needs.put("go", go(checkout, manifest).need());
    needs.put(
        "flox", new Requirement(checkout.exists(FloxManifest.FILE), FloxManifest.FILE).need());
    needs.put("direnv", new Requirement(checkout.exists(".envrc"), ".envrc").need());
    for (String tool : List.of("psql", "ffmpeg", "gh", "mprocs")) {
      boolean used = manifest.programs().containsKey(tool);
      needs.put(tool, new Requirement(used, FloxManifest.FILE).need());
    }
  }

  private static void scripts(CheckoutText checkout, CheckoutFacts found, Map<String, Need> needs) {
    needs.put("brotli", script(checkout, DOWNLOAD, "brotli"));
    needs.put("curl", script(checkout, DOWNLOAD, "curl"));
    needs.put("flock", script(checkout, START, "flock"));
    String local = found.isLayered() ? ".env.local" : ".env";
    boolean references = checkout.find(local).filter(text -> text.contains("op://")).isPresent();
    needs.put("op", new Requirement(references, local).need());
  }

  private static Need script(CheckoutText checkout, String file, String program) {
    Optional<String> text = checkout.find(file);
    if (text.isEmpty()) {
      return new Requirement(!program.equals("flock"), BUILT_IN).need();
    }
    boolean used = text.get().contains(program);
    return new Requirement(used, used ? checkout.place(file, program) : file).need();
  }

  /**
   * The toolchain file, the oldest Rust that the workspace allows, else what flox or devenv pin.
   */
  private static Requirement cargo(CheckoutText checkout, FloxManifest manifest) {
    Requirement requirement =
        new Requirement(checkout.exists("rust/Cargo.toml"), "rust/Cargo.toml");
    for (String file :
        List.of(
            "rust-toolchain.toml",
            "rust/rust-toolchain.toml",
            "rust-toolchain",
            "rust/rust-toolchain")) {
      Optional<String> channel = checkout.find(file).flatMap(RequirementProbe::channel);
      if (channel.isPresent()) {
        return requirement.range(channel.get(), checkout.place(file, channel.get()));
      }
    }
    Optional<String> oldest = assigned(checkout, "rust/Cargo.toml", "rust-version");
    if (oldest.isPresent()) {
      return requirement.range(
          ">=" + oldest.get(), checkout.place("rust/Cargo.toml", "rust-version"));
    }
    return pinned(requirement, checkout, manifest, "cargo", "rust");
  }

  private static Optional<String> channel(String text) {
    Matcher numbers = Pattern.compile("\\b[0-9]+\\.[0-9]+(\\.[0-9]+)?\\b").matcher(text);
    return numbers.find() ? Optional.of(numbers.group()) : Optional.empty();
  }

  private static Requirement sqlx(CheckoutText checkout, FloxManifest manifest) {
    for (String file : List.of("bin/migrate", "rust/bin/migrate-cyclotron")) {
      if (checkout.find(file).filter(text -> text.contains("sqlx ")).isPresent()) {
        Requirement requirement = new Requirement(true, checkout.place(file, "sqlx "));
        return pinned(requirement, checkout, manifest, "sqlx", "sqlx-cli");
      }
    }
    boolean used = manifest.programs().containsKey("sqlx");
    return pinned(new Requirement(used, FloxManifest.FILE), checkout, manifest, "sqlx", "sqlx-cli");
  }

  private static Requirement go(CheckoutText checkout, FloxManifest manifest) {
    String module = "tools/phrocs/go.mod";
    Optional<String> text = checkout.find(module);
    if (text.isEmpty()) {
      boolean used = manifest.programs().containsKey("go");
      return pinned(new Requirement(used, FloxManifest.FILE), checkout, manifest, "go", "go");
    }
    Requirement requirement = new Requirement(true, module);
    Matcher line = Pattern.compile("(?m)^go ([0-9][0-9.]*)").matcher(text.get());
    return line.find()
        ? requirement.range(">=" + line.group(1), checkout.place(module, line.group()))
        : requirement;
  }

  /** At least the version that flox or devenv bring: later ones of these tools do as well. */
  private static Requirement pinned(
      Requirement requirement,
      CheckoutText checkout,
      FloxManifest manifest,
      String program,
      String devenvName) {
    String flox = manifest.programs().getOrDefault(program, "");
    if (flox.matches("[0-9][0-9.]*")) {
      return requirement
          .range(">=" + flox, checkout.place(FloxManifest.FILE, FloxManifest.words(program)))
          .pin(flox, FloxManifest.FILE);
    }
    Optional<String> nix = assigned(checkout, DEVENV, devenvName);
    return nix.isPresent()
        ? requirement
            .range(">=" + nix.get(), checkout.place(DEVENV, devenvName + " ="))
            .pin(nix.get(), DEVENV)
        : requirement.problem(manifest.problem());
  }

  /** The quoted number that a line {@code name = "1.2.3"} assigns. */
  private static Optional<String> assigned(CheckoutText checkout, String file, String name) {
    Optional<String> text = checkout.find(file);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Matcher line =
        Pattern.compile("(?m)^\\s*" + Pattern.quote(name) + "\\s*=\\s*\"([0-9][0-9.]*)\"")
            .matcher(text.get());
    return line.find() ? Optional.of(line.group(1)) : Optional.empty();
  }
}
