package com.posthog.doctor.probe.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.posthog.doctor.facts.GroupFacts;
import com.posthog.doctor.support.RecordedMachine;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupProbeTest {
  @TempDir Path temporary;

  private boolean joined(String text) throws Exception {
    RecordedMachine machine = RecordedMachine.of("linux", temporary).file("/etc/group", text);
    return machine.read(new GroupProbe(), GroupFacts.key("docker")).joined();
  }

  @Test
  void aMemberIsOneOfTheNamesAtTheEndOfTheLine() throws Exception {
    assertEquals(true, joined("root:x:0:\ndocker:x:998:bob,ada\n"));
    assertEquals(true, joined("docker:x:998:ada\n"));
    assertEquals(false, joined("docker:x:998:bob\n"));
    assertEquals(false, joined("docker:x:998:adam\n"));
    assertEquals(false, joined("docker:x:998:\nplugdev:x:46:ada\n"));
    assertEquals(false, joined("docker:ada\n"));
  }

  @Test
  void aMachineWithoutTheFileHasNoMembers() throws Exception {
    RecordedMachine machine = RecordedMachine.of("linux", temporary);
    assertEquals(
        new GroupFacts("docker", false), machine.read(new GroupProbe(), GroupFacts.key("docker")));
  }
}
