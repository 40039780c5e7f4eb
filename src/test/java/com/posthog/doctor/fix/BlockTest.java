package com.posthog.doctor.fix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.posthog.doctor.model.Content;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A marked block comes in once, and all around it stays. */
class BlockTest {
  private static final String OPEN = "# >>> posthog-doctor: hosts >>>";
  private static final String CLOSE = "# <<< posthog-doctor: hosts <<<";

  @Test
  void aBlockComesInAtTheEnd() throws Refused {
    assertEquals(
        "127.0.0.1 localhost\n" + OPEN + "\n127.0.0.1 db\n" + CLOSE + "\n",
        keep("127.0.0.1 localhost", "127.0.0.1 db\n"));
    assertEquals("a\r\n" + OPEN + "\r\nx\r\ny\r\n" + CLOSE + "\r\n", keep("a\r\n", "x\ny\n"));
  }

  @Test
  void aBlockThatIsThereIsReplacedInItsPlace() throws Refused {
    String before = "a\n" + OPEN + "\nold\nold\n" + CLOSE + "\nb";
    assertEquals("a\n" + OPEN + "\nnew\n" + CLOSE + "\nb", keep(before, "new"));
    assertEquals(OPEN + "\nnew\n" + CLOSE, keep(OPEN + "\nold\n" + CLOSE, "new"));
  }

  @Test
  void keptTwiceItIsTheSameAsKeptOnce() throws Refused {
    for (String before : List.of("", "a", "a\n", "a\r\nb\r\n", OPEN + "\n" + CLOSE)) {
      String once = keep(before, "x\ny");
      assertEquals(once, keep(once, "x\ny"), before);
    }
  }

  @Test
  void marksThatAreNotOnePairAreRefused() {
    for (String before :
        List.of(OPEN, CLOSE, CLOSE + "\n" + OPEN, OPEN + "\n" + OPEN + "\n" + CLOSE)) {
      assertThrows(Refused.class, () -> keep(before, "x"), before);
    }
    assertThrows(Refused.class, () -> keep("", "x\n" + CLOSE));
  }

  private static String keep(String before, String text) throws Refused {
    return new String(
        Block.keep(Content.of(before), "hosts", text).bytes(), StandardCharsets.UTF_8);
  }
}
