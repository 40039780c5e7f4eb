package com.posthog.doctor.host;

import java.util.List;

/**
 * The reviewed list of questions: the only programs that looking may start, with the only
 * arguments. None of them changes the machine, goes to the network or runs code of a checkout.
 * {@code *} stands for one argument that does not begin with a dash.
 */
public final class Questions {
  private static final List<String> LIST =
      List.of(
          // macOS, the machine (Apple's own programs, by absolute path)
          "/usr/bin/sw_vers -productVersion",
          "/usr/bin/uname -m",
          "/usr/sbin/sysctl -n *",
          "/bin/launchctl limit maxfiles",
          "/usr/bin/xcode-select -p",
          "/usr/bin/xcrun --find clang",
          "/usr/bin/id -u",
          "/usr/sbin/lsof -nP -iTCP -sTCP:LISTEN -FpcuLftPnT",
          "/usr/sbin/lsof -nP -a -d cwd -p * -Fpn",
          "/usr/sbin/lsof -nP -Fp -- *",
          "/bin/ps -o command= -p *",
          "/bin/ps -axo pid=,ppid=,uid=,lstart=,command=",
          "/usr/sbin/netstat -an -p tcp",
          // engines
          "docker context inspect *",
          "docker compose version --short",
          "docker --version",
          // tools: versions only, asked in an empty folder
          "* --version",
          "* version",
          "* -version",
          "* -V",
          "pkg-config --modversion *",
          // git, without the programs that a checkout's configuration may name
          "git -c core.fsmonitor=false -c core.hooksPath=/dev/null -C * rev-parse *",
          "git -c core.fsmonitor=false -c core.hooksPath=/dev/null -C * config --get *",
          "git -c core.fsmonitor=false -c core.hooksPath=/dev/null -C * ls-files -s -- *",
          "git -c core.fsmonitor=false -c core.hooksPath=/dev/null -C * cat-file blob *",
          "git -c core.fsmonitor=false -c core.hooksPath=/dev/null -C * rev-list --max-count=200 HEAD");

  /** What the Python of a virtual environment may be asked to import, each a whole program. */
  private static final List<String> IMPORTS =
      List.of(
          "import psycopg2",
          "import psycopg",
          "import lxml.etree, xmlsec",
          "from confluent_kafka import Producer;"
              + " Producer({'enable.ssl.certificate.verification': 'false'})");

  private Questions() {}

  /** Whether looking may start this program with these arguments. */
  public static boolean permit(List<String> argv) {
    return !argv.isEmpty()
        && (LIST.stream().anyMatch(pattern -> matches(pattern, argv)) || imports(argv));
  }

  /** The one question that runs code of a checkout: only for checks that say so in their card. */
  private static boolean imports(List<String> argv) {
    return argv.size() == 5
        && argv.get(0).startsWith("/")
        && argv.get(0).endsWith("/bin/python")
        && argv.subList(1, 4).equals(List.of("-I", "-B", "-c"))
        && IMPORTS.contains(argv.get(4));
  }

  private static boolean matches(String pattern, List<String> argv) {
    String[] words = pattern.split(" ", -1);
    if (words.length != argv.size() || !program(words[0], argv.get(0))) {
      return false;
    }
    for (int i = 1; i < words.length; i++) {
      String word = argv.get(i);
      boolean same = words[i].equals("*") ? !word.startsWith("-") : words[i].equals(word);
      if (!same) {
        return false;
      }
    }
    return true;
  }

  private static boolean program(String pattern, String program) {
    if (pattern.equals("*")) {
      return program.startsWith("/");
    }
    if (pattern.startsWith("/")) {
      return pattern.equals(program);
    }
    return program.equals(pattern) || program.startsWith("/") && program.endsWith("/" + pattern);
  }
}
