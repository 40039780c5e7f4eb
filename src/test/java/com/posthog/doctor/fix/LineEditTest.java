package com.posthog.doctor.fix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.posthog.doctor.model.Content;
import com.posthog.doctor.model.FileStep;
import com.posthog.doctor.model.LineEdit;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines are mended as the command says that is shown for it, and all others stay as they are. */
class LineEditTest {
  private static final List<String> TEXTS =
      List.of(
          "A=1\nB=2\n",
          "A=1\nB=2",
          "\uFEFFA=1\nexport B = ä\n",
          "  export  A=1\n\tB  =\t2 # c\nC= 'x y'\n",
          "A=\"1\"  \nB='2'\nC=\"1'\nD='a'b'\n=\n\n",
          "export export A=1\n#export B=1\nA==1\n",
          "");

  @TempDir Path temporary;

  @Test
  void theCommandThatIsShownDoesTheSame() throws Exception {
    int compared = 0;
    for (LineEdit edit : LineEdit.values()) {
      for (String text : TEXTS) {
        for (String line : edit.word().startsWith("no-b") ? List.of("") : List.of("", "1", "2")) {
          if (line.isEmpty() || text.lines().count() >= Integer.parseInt(line)) {
            boolean whole = !line.isEmpty() && edit == LineEdit.END_LAST_LINE;
            assertEquals(
                byCommand(edit, text, whole ? "" : line), mended(edit, text, line), edit + text);
            compared++;
          }
        }
      }
    }
    assertEquals(109, compared);
  }

  @Test
  void windowsLineEndsGoAndOthersStay() throws Refused {
    assertEquals("A=1\nB=\r2\n\nC", mended(LineEdit.UNIX_LINES, "A=1\r\nB=\r2\n\r\nC", ""));
    assertEquals("A=1\r\nB=2\r\n", mended(LineEdit.NO_BLANKS, "A = 1\r\nB=2\r\n", "1"));
  }

  @Test
  void aLineThatIsNotThereIsRefused() {
    for (String line : List.of("0", "3", "-1", "x", "99999999999")) {
      assertThrows(Refused.class, () -> mended(LineEdit.NO_EXPORT, "A=1\nB=2\n", line), line);
    }
  }

  private static String mended(LineEdit edit, String text, String line) throws Refused {
    byte[] bytes = Lines.mend(Content.of(text), edit, line).bytes();
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private String byCommand(LineEdit edit, String text, String line) throws Exception {
    Path file = Files.writeString(temporary.resolve("f"), text);
    String command = new FileStep.EditLines("f", edit, line).describe();
    Process shell = new ProcessBuilder("sh", "-c", command).directory(temporary.toFile()).start();
    assertEquals(0, shell.waitFor(), command);
    return Files.readString(file);
  }
}
