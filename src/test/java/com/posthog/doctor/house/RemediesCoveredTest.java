package com.posthog.doctor.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.check.Catalog;
import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.Remedy;
import com.posthog.doctor.model.Risk;
import com.posthog.doctor.support.Cures;
import com.posthog.doctor.support.Fixtures;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every remedy that the doctor applies itself is tried from end to end by a test. */
class RemediesCoveredTest {
  private static final Path UNTRIED = Fixtures.at("untried-remedies.txt");

  @Test
  void everyRemedyThatIsAppliedIsTriedByATest() throws IOException {
    Set<String> remedies = remedies();
    assertTrue(remedies.size() >= 120, () -> "only " + remedies.size() + " remedies");
    Set<String> tried = tried();
    Set<String> unknown = new TreeSet<>(tried);
    unknown.removeAll(remedies);
    assertEquals(Set.of(), unknown, "a test names a remedy that no card has");
    Set<String> left = new TreeSet<>(remedies);
    left.removeAll(tried);
    List<String> known = Files.exists(UNTRIED) ? Files.readAllLines(UNTRIED) : List.of();
    assertEquals(String.join("\n", known), String.join("\n", left), UNTRIED.toString());
  }

  /** They are selected by no name and judged by no rule: nothing could be applied or verified. */
  @Test
  void theRemediesOfGotchasThatOnlyLogsShowAreForPeople() {
    for (Card card : Catalog.builtIn().cards()) {
      if (card.id().area().equals("gotchas")) {
        card.remedies()
            .forEach(
                one -> assertEquals(Risk.MANUAL, one.risk(), () -> card.id() + " " + one.id()));
      }
    }
  }

  private static Set<String> remedies() {
    Set<String> ids = new TreeSet<>();
    for (Card card : Catalog.builtIn().cards()) {
      for (Remedy remedy : card.remedies()) {
        if (remedy.risk() != Risk.MANUAL) {
          ids.add(remedy.id());
        }
      }
    }
    return ids;
  }

  private static Set<String> tried() {
    Set<String> ids = new TreeSet<>();
    for (JavaClass type : new ClassFileImporter().importPackages("com.posthog.doctor")) {
      for (JavaMethod method : type.getMethods()) {
        if (method.isAnnotatedWith(Cures.class)) {
          ids.addAll(List.of(method.getAnnotationOfType(Cures.class).value()));
        }
      }
    }
    return ids;
  }
}
