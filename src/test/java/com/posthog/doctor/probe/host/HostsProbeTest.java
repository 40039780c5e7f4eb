package com.posthog.doctor.probe.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.facts.FactTree;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.facts.HostsFacts;
import com.posthog.doctor.facts.NameFacts;
import com.posthog.doctor.support.RecordedMachine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostsProbeTest {
  @TempDir Path temporary;

  @Test
  void theStockFileOfAMacIsReadWithTabsAndBothVersionsOfLocalhost() throws Exception {
    HostsFacts hosts =
        read(
            "##\n# Host Database\n##\n127.0.0.1\tlocalhost\n255.255.255.255\tbroadcasthost\n"
                + "::1             localhost\n");

    assertEquals(
        List.of("127.0.0.1", "::1"),
        hosts.of("localhost").stream().map(HostsFacts.Line::address).toList());
    assertEquals(4, hosts.of("localhost").get(0).number());
  }

  @Test
  void theLineOfPostHogIsReadUpToItsComment() throws Exception {
    HostsFacts hosts =
        read("127.0.0.1 DB redis7 kafka # posthog clickhouse\n#127.0.0.1 temporal\n");

    assertEquals(List.of("db", "redis7", "kafka"), hosts.lines().get(0).names());
    assertEquals(List.of(), hosts.of("clickhouse"));
    assertEquals(List.of(), hosts.of("temporal"));
  }

  @Test
  void aLongListOfBlockedSitesIsLeftOut() throws Exception {
    HostsFacts hosts =
        read("0.0.0.0 ads.example.com\n".repeat(20000) + "127.0.0.1 kafka kafka.local\n");

    assertEquals(List.of(new HostsFacts.Line(20001, "127.0.0.1", List.of("kafka"))), hosts.lines());
  }

  @Test
  void aMachineWithoutTheFileHasNoLines() throws Exception {
    RecordedMachine machine = RecordedMachine.of("linux", temporary);

    assertEquals(List.of(), machine.read(new HostsProbe(), HostsFacts.KEY, inside("")).lines());
  }

  @Test
  void aContainerKnowsTheNetworksThatItIsPartOf() throws Exception {
    RecordedMachine machine =
        RecordedMachine.of("linux", temporary)
            .file(
                "/proc/net/route",
                "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
                    + "eth0\t00000000\t010012AC\t0003\t0\t0\t0\t00000000\t0\t0\t0\n"
                    + "eth0\t000012AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0\n");

    HostsFacts container = machine.read(new HostsProbe(), HostsFacts.KEY, inside("docker"));
    HostsFacts none = machine.read(new HostsProbe(), HostsFacts.KEY, inside(""));

    assertEquals(List.of("172.18.0.0/16"), container.networks());
    assertTrue(container.isNear("172.18.3.7"));
    assertFalse(container.isNear("172.19.0.1"));
    assertFalse(container.isNear("::1"));
    assertFalse(none.isNear("172.18.3.7"));
  }

  @Test
  void aNameIsAskedOfTheResolverAndItsAddressesLoseTheirZone() throws Exception {
    NameFacts name =
        RecordedMachine.of("macos", temporary)
            .name("kafka", "127.0.0.1", "\"fe80:0:0:0:0:0:0:1%1\"")
            .read(new NameProbe(), NameFacts.key("kafka"));

    assertEquals(List.of("127.0.0.1", "fe80:0:0:0:0:0:0:1"), name.addresses());
  }

  @Test
  void aNameWithADotIsNotAsked() {
    RecordedMachine machine = RecordedMachine.of("linux", temporary).name("lvh.me", "127.0.0.1");

    IOException problem =
        assertThrows(
            IOException.class, () -> machine.read(new NameProbe(), NameFacts.key("lvh.me")));

    assertEquals("the name lvh.me has a dot and is not asked of the network", problem.getMessage());
  }

  private HostsFacts read(String text) throws Exception {
    return RecordedMachine.of("linux", temporary)
        .file("/etc/hosts", text)
        .read(new HostsProbe(), HostsFacts.KEY, inside(""));
  }

  private static Facts inside(String container) {
    return Facts.of(Map.of())
        .with(HostFacts.KEY, FactTree.read(HostFacts.class, Map.of("container", container)));
  }
}
