package com.posthog.doctor.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.check.CatalogCompiler;
import com.posthog.doctor.cli.Main;
import com.posthog.doctor.host.Hands;
import com.posthog.doctor.model.VersionRange;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Imports only go down, and rooms have no doors between them. */
class ArchitectureTest {
  private static final String BASE = "com.posthog.doctor.";
  private static final List<String> ROOMS = List.of("probe", "check", "fix", "report", "symptom");

  /** Where each driver may be known: nowhere else. */
  private static final Map<String, List<String>> DRIVERS =
      Map.ofEntries(
          Map.entry("picocli..", List.of("cli")),
          Map.entry("org.fusesource..", List.of("cli")),
          Map.entry("com.github.dockerjava..", List.of("probe.docker", "fix.docker")),
          Map.entry("org.postgresql..", List.of("probe.postgres", "fix.postgres")),
          Map.entry("com.clickhouse..", List.of("probe.clickhouse")),
          Map.entry("redis.clients..", List.of("probe.redis")),
          Map.entry("org.apache.kafka..", List.of("probe.kafka", "fix.kafka")),
          Map.entry("com.google.re2j..", List.of("check", "symptom")),
          Map.entry("io.airlift..", List.of("symptom")),
          Map.entry("com.maxmind..", List.of("probe.mmdb")),
          Map.entry("org.snakeyaml..", List.of("check", "host", "probe.checkout")),
          Map.entry(
              "com.electronwill..",
              List.of("probe.checkout", "probe.env", "probe.python", "probe.tool")),
          Map.entry("org.apache.commons.exec..", List.of("host")),
          Map.entry("org.semver4j..", List.of("model")),
          Map.entry("com.google.gson..", List.of("fix", "report", "probe")));

  /** The classes of the tool itself, from the folder or jar that holds {@code Main}. */
  private static final JavaClasses ALL =
      new ClassFileImporter()
          .importUrl(Main.class.getProtectionDomain().getCodeSource().getLocation());

  @Test
  void enoughClassesAreLookedAt() {
    assertTrue(ALL.size() > 150, () -> "only " + ALL.size() + " classes were found");
    for (String part :
        List.of("cli", "engine", "probe", "check", "report", "symptom", "host", "facts", "model")) {
      assertTrue(ALL.containPackage(BASE + part), part);
    }
  }

  @Test
  void importsOnlyGoDown() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("door")
        .definedBy(BASE + "cli..")
        .layer("hall")
        .definedBy(BASE + "engine..")
        .layer("rooms")
        .definedBy(ROOMS.stream().map(room -> BASE + room + "..").toArray(String[]::new))
        .layer("ground")
        .definedBy(BASE + "host..", BASE + "facts..", BASE + "model..")
        .whereLayer("door")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("hall")
        .mayOnlyBeAccessedByLayers("door")
        .whereLayer("rooms")
        .mayOnlyBeAccessedByLayers("door", "hall")
        .ensureAllClassesAreContainedInArchitecture()
        .check(ALL);
  }

  @Test
  void roomsHaveNoDoorsBetweenThem() {
    for (String room : ROOMS) {
      String[] others =
          ROOMS.stream()
              .filter(o -> !o.equals(room))
              .map(o -> BASE + o + "..")
              .toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(BASE + room + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(others)
          .allowEmptyShould(true)
          .check(ALL);
    }
  }

  @Test
  void packagesDoNotLeadInCircles() {
    slices().matching(BASE + "(*)..").should().beFreeOfCycles().check(ALL);
  }

  @Test
  void aRuleCannotReadTheWorld() {
    noClasses()
        .that()
        .resideInAPackage(BASE + "check.*..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                BASE + "host..", "java.io..", "java.net..", "java.nio.file..", "java.sql.."))
        .check(ALL);
  }

  @Test
  void onlyWhatActsIsHandedTheWorldToBeTouched() {
    noClasses()
        .that()
        .resideOutsideOfPackages(BASE + "fix..", BASE + "host..", BASE + "cli..")
        .should()
        .dependOnClassesThat(type(Hands.class).or(type(named("host.LocalHands"))))
        .check(ALL);
  }

  @Test
  void theGroundKnowsTheJdkAndItselfOnly() {
    classes()
        .that()
        .resideInAnyPackage(BASE + "model..", BASE + "facts..")
        .and(DescribedPredicate.not(type(VersionRange.class)))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage("java..", BASE + "model..", BASE + "facts..", "org.jspecify.."))
        .check(ALL);
    noClasses()
        .that()
        .resideInAPackage(BASE + "model..")
        .should()
        .dependOnClassesThat(resideInAPackage(BASE + "facts.."))
        .check(ALL);
  }

  @Test
  void everyDriverIsKnownInItsOwnPlaceOnly() {
    Set<String> used = new TreeSet<>();
    DRIVERS.forEach(
        (driver, places) -> {
          String[] allowed =
              places.stream().map(place -> BASE + place + "..").toArray(String[]::new);
          noClasses()
              .that()
              .resideOutsideOfPackages(allowed)
              .should()
              .dependOnClassesThat()
              .resideInAPackage(driver)
              .check(ALL);
          boolean seen =
              ALL.stream()
                  .flatMap(one -> one.getDirectDependenciesFromSelf().stream())
                  .anyMatch(one -> resideInAPackage(driver).test(one.getTargetClass()));
          if (seen) {
            used.add(driver);
          }
        });
    assertTrue(used.size() >= 6, () -> "only these drivers are in use: " + used);
  }

  @Test
  void probesReadTheWorldThroughTheHost() {
    noClasses()
        .that()
        .resideInAPackage(BASE + "probe..")
        .and()
        .resideOutsideOfPackage(BASE + "probe.snapshot..")
        .should()
        .dependOnClassesThat(
            type(java.nio.file.Files.class)
                .or(type(java.io.File.class))
                .or(type(java.io.FileInputStream.class))
                .or(type(ProcessBuilder.class)))
        .check(ALL);
  }

  /** The first look-up of a JVM settles for how long it remembers that a name leads nowhere. */
  @Test
  void theHostLooksNamesUpInOnePlace() {
    noClasses()
        .that()
        .resideInAPackage(BASE + "host..")
        .and(DescribedPredicate.not(type(named("host.LocalNetwork"))))
        .should()
        .callConstructor(java.net.InetSocketAddress.class, String.class, int.class)
        .orShould()
        .callMethod(java.net.InetAddress.class, "getAllByName", String.class)
        .orShould()
        .callMethod(java.net.InetAddress.class, "getByName", String.class)
        .check(ALL);
  }

  @Test
  void onlyMainKnowsTheStandardStreams() {
    noClasses()
        .that(
            DescribedPredicate.not(type(Main.class))
                .and(DescribedPredicate.not(type(CatalogCompiler.class))))
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .check(ALL);
  }

  @Test
  void everyPackageSaysThatItHoldsNoNulls() {
    List<String> lacking = new ArrayList<>();
    int packages = 0;
    for (JavaPackage one : packages(ALL)) {
      packages++;
      if (!one.isAnnotatedWith(NullMarked.class)) {
        lacking.add(one.getName());
      }
    }
    int found = packages;
    assertTrue(found > 12, () -> "only " + found + " packages were found");
    assertTrue(lacking.isEmpty(), () -> "no @NullMarked: " + lacking);
  }

  private static Set<JavaPackage> packages(JavaClasses classes) {
    Set<JavaPackage> packages = new java.util.HashSet<>();
    for (JavaClass one : classes) {
      packages.add(one.getPackage());
    }
    return packages;
  }

  private static Class<?> named(String name) {
    try {
      return Class.forName(BASE + name);
    } catch (ClassNotFoundException gone) {
      throw new IllegalStateException(gone);
    }
  }
}
