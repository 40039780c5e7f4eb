package com.posthog.doctor.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.posthog.doctor.model.ServiceStep.CreateDatabase;
import com.posthog.doctor.model.ServiceStep.Sql;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps on containers and servers as values. */
class ServiceStepTest {
  private static UnaryOperator<String> id(String value) {
    return text -> Template.fill(text, name -> name.equals("id") ? value : null);
  }

  @Test
  void aPlainWordIsPutIntoAStatement() {
    Sql step = new Sql("", "UPDATE a SET b = 1 WHERE id = ${id}", "");
    assertEquals("UPDATE a SET b = 1 WHERE id = 7", step.fill(id("7")).describe());
  }

  @ParameterizedTest
  @ValueSource(strings = {"7; DROP TABLE a", "7 OR true", "'", "\"", "7\n8", "7)", "/*"})
  void aValueThatIsMoreThanAWordIsOnlyTold(String hostile) {
    assertInstanceOf(
        Step.Tell.class, new Sql("", "UPDATE a SET b = 1 WHERE id = ${id}", "").fill(id(hostile)));
    assertInstanceOf(
        Step.Tell.class,
        new Sql("", "SELECT 1", "DELETE FROM a WHERE id = ${id}").fill(id(hostile)));
  }

  @Test
  void aNameOfADatabaseStaysOneName() {
    assertEquals(
        "CREATE DATABASE \"a\"\"; DROP DATABASE b; --\"",
        new CreateDatabase("${id}").fill(id("a\"; DROP DATABASE b; --")).describe());
  }

  @Test
  void aStepSurvivesTheCatalogue() {
    for (ServiceStep step :
        List.of(
            new Sql("a", "b", "c"),
            new CreateDatabase("a"),
            new ServiceStep.CreateTopic("a"),
            new ServiceStep.CreateBucket("a"),
            new ServiceStep.WaitFor("port", "1", "5s"),
            new ServiceStep.OnContainer(ServiceStep.Deed.UNPAUSE, "a"))) {
      assertEquals(step, ServiceStep.of(step.kind(), step.fields()));
    }
  }
}
