package com.posthog.doctor.probe.python;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.posthog.doctor.facts.FactTree;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.PythonImportFacts;
import com.posthog.doctor.facts.PythonImportFacts.Import;
import com.posthog.doctor.facts.VenvFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.support.SmallHost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Python of the environment is asked for the locked packages only, one at a time. */
class ImportsProbeTest {
  private static final String ASK = "/p/.venv/bin/python -I -B -c ";

  @TempDir Path temporary;

  @Test
  void onlyLockedPackagesAreAskedForAndEachOutcomeIsTold() throws IOException {
    SmallHost host =
        SmallHost.in(temporary)
            .text("/p/.venv/bin/python", "", "mode: \"755\"")
            .answer(ASK + "import psycopg2", 0, "", "")
            .answer(
                ASK + "import psycopg",
                1,
                "",
                "Traceback (most recent call last):\nImportError: no pq wrapper available.\n\n")
            .answer(ASK + "import lxml.etree, xmlsec", 134, "", "Fatal Python error: Aborted");
    assertEquals(
        List.of(
            new Import("psycopg2", "ok", ""),
            new Import("psycopg", "failed", "ImportError: no pq wrapper available."),
            new Import("xmlsec", "crashed", "Fatal Python error: Aborted")),
        read(host, List.of("psycopg2-binary", "psycopg", "xmlsec")).imports());
  }

  @Test
  void aPackageThatIsNotInstalledIsToldFromOneThatIsBroken() throws IOException {
    SmallHost host =
        SmallHost.in(temporary)
            .text("/p/.venv/bin/python", "", "mode: \"755\"")
            .answer(
                ASK + "import psycopg2", 1, "", "ModuleNotFoundError: No module named 'psycopg2'");
    assertEquals(
        "not-installed", read(host, List.of("psycopg2-binary")).imports().get(0).outcome());
  }

  @Test
  void withoutAPythonNothingIsAsked() throws IOException {
    Facts soFar = Facts.none().with(VenvFacts.KEY, FactTree.read(VenvFacts.class, Map.of()));
    PythonImportFacts facts =
        new ImportsProbe()
            .read(
                PythonImportFacts.KEY,
                SmallHost.in(temporary).open(),
                soFar,
                Deadline.in(Duration.ofSeconds(5)));
    assertEquals(List.of(), facts.imports());
  }

  private static PythonImportFacts read(SmallHost host, List<String> locked) throws IOException {
    VenvFacts venv =
        FactTree.read(
            VenvFacts.class,
            Map.of(
                "kind",
                "folder",
                "configured",
                true,
                "python",
                "/p/.venv/bin/python",
                "locked",
                locked));
    Facts soFar = Facts.none().with(VenvFacts.KEY, venv);
    return new ImportsProbe()
        .read(PythonImportFacts.KEY, host.open(), soFar, Deadline.in(Duration.ofSeconds(5)));
  }
}
