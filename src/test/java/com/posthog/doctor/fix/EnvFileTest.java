package com.posthog.doctor.fix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.model.Content;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One setting is changed, and every other byte stays. */
class EnvFileTest {

  @Test
  void aSettingThatIsNotThereIsAppended() throws Refused {
    assertEquals("A=1\nDEBUG=1\n", set("A=1\n", "DEBUG", "1"));
    assertEquals("A=1\nDEBUG=1\n", set("A=1", "DEBUG", "1"));
    assertEquals("DEBUG=1\n", set("", "DEBUG", "1"));
    assertEquals(
        "DEBUG=1\n", new String(EnvFile.set(null, "DEBUG", "1").bytes(), StandardCharsets.UTF_8));
  }

  @Test
  void aSettingThatIsThereIsChangedInItsPlace() throws Refused {
    assertEquals(
        "# a\n\nA=x y\nDEBUG=1\n# b\nB='q'\n",
        set("# a\n\nA=x y\nDEBUG=0\n# b\nB='q'\n", "DEBUG", "1"));
    assertEquals("export DEBUG=1\n", set("export DEBUG=0\n", "DEBUG", "1"));
    assertEquals("DEBUG=1", set("DEBUG=0", "DEBUG", "1"));
    assertEquals("DEBUG=1\n", set("DEBUG='0'\n", "DEBUG", "1"));
    assertEquals("DEBUG=\n", set("DEBUG=0\n", "DEBUG", ""));
  }

  @Test
  void aSettingThatIsRightLeavesTheFileAsItIs() throws Refused {
    for (String same : List.of("DEBUG=1\n", "A=2\r\nDEBUG=1\r\n", "\uFEFFDEBUG=1", "DEBUG=1")) {
      assertEquals(same, set(same, "DEBUG", "1"));
    }
  }

  @Test
  void setTwiceItIsTheSameAsSetOnce() throws Refused {
    for (String before :
        List.of(
            "", "A=1", "DEBUG=0 # c\n", "DEBUG=\"x\ny\" # c\nB=2\n", "\uFEFFA=1\r\nDEBUG = 0")) {
      String once = set(before, "DEBUG", "1");
      assertEquals(once, set(once, "DEBUG", "1"), before);
    }
  }

  @Test
  void lineEndsAndTheByteOrderMarkStay() throws Refused {
    assertEquals(
        "\uFEFFA=1\r\nDEBUG=1\r\nB=2\r\n", set("\uFEFFA=1\r\nDEBUG=0\r\nB=2\r\n", "DEBUG", "1"));
    assertEquals("A=1\r\nB=2\r\n", set("A=1\r\n", "B", "2"));
  }

  @Test
  void aCommentBehindTheValueGetsALineOfItsOwn() throws Refused {
    assertEquals("# why\nDEBUG=1\n", set("DEBUG=0 # why\n", "DEBUG", "1"));
    assertEquals("# why\nDEBUG=1\n", set("DEBUG=1 # why\n", "DEBUG", "1"));
    assertEquals("# why\nDEBUG=1\n", set("DEBUG=\"0\" # why\n", "DEBUG", "1"));
    assertEquals("DEBUG=1\n", set("DEBUG=a#b\n", "DEBUG", "1"));
  }

  @Test
  void aNameThatStandsTwiceIsSetInBothPlaces() throws Refused {
    assertEquals("DEBUG=1\nA=2\nDEBUG=1\n", set("DEBUG=0\nA=2\nDEBUG=2\n", "DEBUG", "1"));
  }

  @Test
  void aValueOfSeveralLinesIsReplacedAsAWholeAndAnotherOneIsLeftAlone() throws Refused {
    assertEquals("KEY=1\nA=2\n", set("KEY=\"a\nDEBUG=0\nb\"\nA=2\n", "KEY", "1"));
    assertEquals("KEY=\"a\nDEBUG=0\nb\"\nDEBUG=1\n", set("KEY=\"a\nDEBUG=0\nb\"\n", "DEBUG", "1"));
  }

  @Test
  void aFileThatIsNotUnderstoodIsRefused() {
    assertRefused("line 2 is no NAME=value", "A=1\nnonsense\n");
    assertRefused("merge", "A=1\n<<<<<<< HEAD\nB=1\n");
    assertRefused("is not closed", "A=\"1\nB=2\n");
    assertRefused("more behind its quote", "A=\"1\" && rm -rf /\n");
    assertRefused("null bytes", "A=1\0\n");
    Refused binary =
        assertThrows(
            Refused.class, () -> EnvFile.set(Content.of(new byte[] {'A', (byte) 0xff}), "B", "1"));
    assertTrue(binary.sentence().contains("UTF-8"), binary.sentence());
  }

  @Test
  void aHostileNameOrValueIsRefused() {
    for (String value :
        List.of(
            "a\nB=1", "$(touch x)", "`id`", "a;b", "a b", "\"", "'", "~/x", "a\r", "a#b", "${A}")) {
      assertThrows(Refused.class, () -> EnvFile.set(null, "A", value), value);
    }
    for (String name : List.of("", "A B", "A=1\nB", "1A", "../A", "A;B")) {
      assertThrows(Refused.class, () -> EnvFile.set(null, name, "1"), name);
    }
  }

  private static void assertRefused(String part, String file) {
    Refused refused = assertThrows(Refused.class, () -> set(file, "DEBUG", "1"));
    assertTrue(refused.sentence().contains(part), refused.sentence());
  }

  private static String set(String before, String name, String value) throws Refused {
    Content after = EnvFile.set(Content.of(before), name, value);
    return new String(after.bytes(), StandardCharsets.UTF_8);
  }
}
