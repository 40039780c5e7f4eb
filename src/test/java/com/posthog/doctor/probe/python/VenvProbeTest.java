package com.posthog.doctor.probe.python;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.VenvFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.support.SmallHost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The virtual environment is read by its files, and nothing of it is started. */
class VenvProbeTest {
  private static final String HOME = "/home/u/posthog/";
  private static final String VENV = HOME + ".venv/";
  private static final String PACKAGES = VENV + "lib/python3.13/site-packages/";
  private static final String LOCK =
      """
      version = 1

      [[package]]
      name = "django"
      version = "5.2.8"
      source = { registry = "https://pypi.org/simple" }

      [[package]]
      name = "numpy"
      version = "1.26.4"
      source = { registry = "https://pypi.org/simple" }

      [[package]]
      name = "numpy"
      version = "2.1.0"
      source = { registry = "https://pypi.org/simple" }

      [[package]]
      name = "posthog"
      version = "0.0.0"
      source = { virtual = "." }
      dependencies = [
          { name = "django" },
          { name = "psycopg2-binary" },
          { name = "pywin32", marker = "sys_platform == 'win32'" },
      ]

      [package.dev-dependencies]
      dev = [
          { name = "pytest" },
      ]

      [[package]]
      name = "psycopg2-binary"
      version = "2.9.10"
      source = { registry = "https://pypi.org/simple" }
      """;

  @TempDir Path temporary;

  @Test
  void aWorkingEnvironmentIsDescribed() throws IOException {
    VenvFacts facts = read(whole());
    assertTrue(facts.works());
    assertEquals("3.13.13", facts.version());
    assertEquals("==3.13.13", facts.required());
    assertEquals("pyproject.toml:3", facts.requiredIn());
    assertTrue(facts.homeExists());
    assertEquals("", facts.movedFrom());
    assertEquals(0, facts.changedCount() + facts.lackingCount());
    assertEquals(List.of("psycopg2-binary"), facts.locked());
    assertFalse(facts.activeHere());
  }

  @Test
  void uvWritesItsVersionUnderAnotherName() throws IOException {
    SmallHost host = whole().text(VENV + "pyvenv.cfg", "home = /usr/bin\nversion_info = 3.12.4\n");
    assertEquals("3.12.4", read(host).version());
  }

  @Test
  void anyOfTheVersionsThatMarkersChooseAmongIsRight() throws IOException {
    SmallHost host = whole().text(PACKAGES + "numpy-2.1.0.dist-info/METADATA", "");
    assertEquals(0, read(host).changedCount());
    SmallHost other = whole().text(PACKAGES + "numpy-1.0.0.dist-info/METADATA", "");
    assertEquals(List.of("numpy 1.0.0 (1.26.4 or 2.1.0)"), read(other).changed());
  }

  @Test
  void whatUvDoesNotKnowIsOfNoInterest() throws IOException {
    SmallHost host = whole().text(PACKAGES + "my_own_tool-0.1.dist-info/METADATA", "");
    assertEquals(0, read(host).changedCount());
  }

  @Test
  void aDirectDependencyThatIsMissingIsToldAndOneForWindowsIsNot() throws IOException {
    SmallHost host = environment().text(PACKAGES + "Django-5.2.8.dist-info/METADATA", "");
    assertEquals(List.of("psycopg2-binary"), read(host).lacking());
  }

  @Test
  void anEnvironmentThatWasMovedNamesItsOldPlace() throws IOException {
    SmallHost activate =
        whole()
            .text(VENV + "bin/activate", "VIRTUAL_ENV='/old/posthog/.venv'\nexport VIRTUAL_ENV\n");
    assertEquals("/old/posthog/.venv", read(activate).movedFrom());
    SmallHost script = whole().text(VENV + "bin/django-admin", "#!/old/.venv/bin/python3\n");
    assertEquals("bin/django-admin", read(script).movedIn());
  }

  @Test
  void aLinkToThisPlaceIsNoMove() throws IOException {
    SmallHost host =
        whole()
            .link("/work", "/home/u/posthog")
            .text(VENV + "bin/activate", "VIRTUAL_ENV=\"/work/.venv\"\n");
    assertEquals("", read(host).movedFrom());
  }

  @Test
  void aPythonThatIsGoneIsNotWorking() throws IOException {
    SmallHost host =
        SmallHost.in(temporary)
            .text(VENV + "pyvenv.cfg", "home = /opt/gone/bin\nversion = 3.13.1\n")
            .link(VENV + "bin/python", "/opt/gone/bin/python3");
    VenvFacts facts = read(host);
    assertFalse(facts.works() || facts.homeExists());
  }

  @Test
  void theVariableOfUvAndTheFolderOfFloxComeFirst() throws IOException {
    assertEquals(
        ".flox/cache/venv",
        read(whole().text(HOME + ".flox/cache/venv/pyvenv.cfg", "home = /usr/bin\n")).name());
    VenvFacts other = read(whole().variable("UV_PROJECT_ENVIRONMENT", "elsewhere"));
    assertEquals("elsewhere", other.name());
    assertEquals("UV_PROJECT_ENVIRONMENT", other.source());
    assertEquals("missing", other.kind());
  }

  @Test
  void theActiveEnvironmentIsComparedByPlace() throws IOException {
    assertTrue(read(whole().variable("VIRTUAL_ENV", "/home/u/posthog/.venv")).activeHere());
    assertFalse(read(whole().variable("VIRTUAL_ENV", "/home/u/other/.venv")).activeHere());
  }

  @Test
  void aLockFileThatCannotBeReadIsAProblem() throws IOException {
    SmallHost host =
        SmallHost.in(temporary)
            .text(VENV + "pyvenv.cfg", "home = /usr/bin\n")
            .text(VENV + "bin/python", "", "mode: \"755\"")
            .thing(HOME + "uv.lock", "folder");
    assertEquals("uv.lock is a folder, not a file", read(host).lockProblem());
  }

  private SmallHost environment() throws IOException {
    return SmallHost.in(temporary)
        .text(
            HOME + "pyproject.toml",
            "[project]\nname = 'posthog'\nrequires-python = \"==3.13.13\"\n")
        .text(HOME + "uv.lock", LOCK)
        .text("/usr/bin/python3.13", "", "mode: \"755\"")
        .text(VENV + "pyvenv.cfg", "home = /usr/bin\nversion = 3.13.13\n")
        .link(VENV + "bin/python", "/usr/bin/python3.13");
  }

  private SmallHost whole() throws IOException {
    return environment()
        .text(PACKAGES + "Django-5.2.8.dist-info/METADATA", "")
        .text(PACKAGES + "psycopg2_binary-2.9.10.dist-info/METADATA", "");
  }

  private static VenvFacts read(SmallHost host) throws IOException {
    Facts soFar = Facts.none().with(CheckoutFacts.KEY, SmallHost.checkout("layered"));
    return new VenvProbe()
        .read(VenvFacts.KEY, host.open(), soFar, Deadline.in(Duration.ofSeconds(5)));
  }
}
