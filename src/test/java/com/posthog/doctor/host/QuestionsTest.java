package com.posthog.doctor.host;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Looking starts only programs of the reviewed list. */
class QuestionsTest {

  @Test
  void aVersionMayBeAsked() {
    assertTrue(Questions.permit(List.of("/usr/bin/node", "--version")));
  }

  @Test
  void anythingElseIsRefused() {
    assertFalse(Questions.permit(List.of("/bin/sh", "-c", "true")));
    assertFalse(Questions.permit(List.of("git", "status")));
    assertFalse(Questions.permit(List.of("docker", "run", "x")));
    assertFalse(Questions.permit(List.of("rm", "-rf", "/")));
    assertFalse(Questions.permit(List.of()));
  }

  @Test
  void aPlaceForAnArgumentTakesNoOption() {
    assertFalse(Questions.permit(List.of("/usr/sbin/sysctl", "-n", "-w")));
    assertTrue(Questions.permit(List.of("/usr/sbin/sysctl", "-n", "hw.memsize")));
  }

  @Test
  void aRelativeProgramIsRefused() {
    assertFalse(Questions.permit(List.of("./node", "--version")));
  }

  @Test
  void thePythonOfAnEnvironmentMayImportTheListedPackagesAndNothingElse() {
    String python = "/p/.venv/bin/python";
    assertTrue(Questions.permit(List.of(python, "-I", "-B", "-c", "import psycopg2")));
    assertFalse(Questions.permit(List.of(python, "-I", "-B", "-c", "import os")));
    assertFalse(Questions.permit(List.of(python, "-c", "import psycopg2")));
    assertFalse(Questions.permit(List.of(python, "-I", "-B", "-c", "import psycopg2", "x")));
    assertFalse(Questions.permit(List.of("/bin/sh", "-I", "-B", "-c", "import psycopg2")));
    assertFalse(Questions.permit(List.of("python", "-I", "-B", "-c", "import psycopg2")));
  }
}
