package com.posthog.doctor.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.check.Catalog;
import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.Remedy;
import com.posthog.doctor.model.Risk;
import com.posthog.doctor.support.Cures;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every remedy that the doctor applies itself is tried from end to end by a test. */
class RemediesCoveredTest {
  @Test
  void everyRemedyThatIsAppliedIsTriedByATest() {
    Set<String> remedies = remedies();
    assertTrue(remedies.size() >= 120, () -> "only " + remedies.size() + " remedies");
    Set<String> tried = tried();
    Set<String> unknown = new TreeSet<>(tried);
    unknown.removeAll(remedies);
    assertEquals(Set.of(), unknown, "a test names a remedy that no card has");
    Set<String> left = new TreeSet<>(remedies);
    left.removeAll(tried);
    assertEquals(Set.of(), left, "no test tries these");
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
