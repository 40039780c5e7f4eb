package com.posthog.doctor.remedies;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.posthog.doctor.support.ToolMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A program in the place of a real one: it takes one list of arguments and no other, writes down
 * that it was called, and makes the cure for real.
 */
final class StandIn {
  private final Path record;
  private final List<String> argv;

  private StandIn(Path record, List<String> argv) {
    this.record = record;
    this.argv = argv;
  }

  /**
   * Puts it first on PATH, before what was there, which goes on answering questions.
   *
   * @param cure lines of a shell
   */
  static StandIn of(ToolMachine machine, String cure, List<String> argv) throws IOException {
    Path program = machine.bin(argv.get(0));
    Path before = program.resolveSibling("." + argv.get(0) + ".before");
    if (Files.exists(program)) {
      for (int i = 1; Files.exists(before); i++) {
        before = program.resolveSibling("." + argv.get(0) + ".before" + i);
      }
      Files.move(program, before);
    }
    Path record =
        Files.createTempFile(
            Files.createDirectories(machine.bin("x").getParent().resolveSibling("asked")),
            argv.get(0),
            "");
    StringBuilder wanted = new StringBuilder();
    argv.subList(1, argv.size()).forEach(word -> wanted.append('<').append(word).append('>'));
    ToolMachine.script(
        program,
        "asked=$(printf '<%s>' \"$@\")\n"
            + ("if [ \"$asked\" = '" + wanted + "' ]; then\n")
            + ("echo call >> '" + record + "'\nset -e\n" + cure + "\nexit 0\nfi\n")
            + "case \"$*\" in *--version*|version|*core.fsmonitor=false*) looks=1 ;; esac\n"
            + ("if [ -e '" + before + "' ]; then\n")
            + (Files.isSymbolicLink(before) ? "[ \"$looks\" ] && " : "")
            + ("exec '" + before + "' \"$@\"\nfi\n")
            + "echo \"no such call: $0 $asked\" >&2\nexit 64");
    return new StandIn(record, argv);
  }

  /** It was called once; what is counted begins anew. */
  void assertWasRun() {
    try {
      assertEquals("call\n", Files.readString(record), () -> argv + " was not run once");
      Files.writeString(record, "");
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }
}
