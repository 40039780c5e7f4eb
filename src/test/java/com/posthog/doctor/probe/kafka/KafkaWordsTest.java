package com.posthog.doctor.probe.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.FactTree;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the checkout says of its topics, and what tells a Kafka from something else. */
class KafkaWordsTest {

  private static TopicBlock block(String script) {
    Map<String, Object> service =
        Map.of(
            "name",
            "kafka-init",
            "active",
            true,
            "source",
            "docker-compose.dev.yml:210",
            "command",
            script,
            "environment",
            Map.of("MORE", "five six"));
    return TopicBlock.of(FactTree.read(ComposeFacts.class, Map.of("services", List.of(service))));
  }

  @Test
  void aBlockWithContinuedLinesIsReadWordByWord() {
    TopicBlock block =
        block(
            "-c set -x\nTOPICS=\"one \\\n    two-2 \\\n  three_3\"\nfor topic in $TOPICS; do x; done");
    assertEquals(List.of("one", "two-2", "three_3"), block.topics());
    assertEquals("kafka-init", block.service());
    assertEquals("docker-compose.dev.yml:210", block.source());
  }

  @Test
  void variablesInABlockStandForTheirWords() {
    assertEquals(
        List.of("one", "two", "three", "five", "six"),
        block("TOPICS='one two'\nTOPICS=\"$TOPICS three ${MORE} $UNKNOWN\"").topics());
    assertEquals(
        List.of("a", "b", "c"), block("EXTRA_TOPICS=\"a b\"; TOPICS=\"$EXTRA_TOPICS c\"").topics());
  }

  @Test
  void aScriptWithoutABlockMakesNoTopics() {
    assertEquals(List.of(), block("rpk cluster info").topics());
    assertEquals(List.of(), block("TOPICS=").topics());
    assertEquals(List.of("open"), block("TOPICS=\"open").topics());
  }

  @Test
  void aKafkaRepeatsTheNumberThatItWasAskedWith() {
    byte[] kafka = {0, 0, 1, 0, 0x70, 0x68, 0x64, 0x72, 0, 0};
    assertTrue(KafkaWire.isKafka(kafka));
    byte[] other = kafka.clone();
    other[4] = 0;
    assertFalse(KafkaWire.isKafka(other));
    assertFalse(KafkaWire.isKafka(new byte[] {0, 0, 1, 0, 0x70, 0x68, 0x64, 0x72, 0}));
    assertFalse(KafkaWire.isKafka(new byte[0]));
  }
}
