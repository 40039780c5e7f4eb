package com.posthog.doctor.symptom;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.posthog.doctor.check.CardReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a log shows to be over does not count; what comes after that does. */
class OverTest {
  private static final SymptomIndex INDEX =
      SymptomIndex.of(
          List.of(
              CardReader.read(
                  "checks/gotchas/server.yaml",
                  """
                  id: gotchas.server
                  title: t
                  why: w
                  docs: https://x
                  symptoms:
                    - text: the server refuses
                    - text: the server is ready
                      over: true
                  """)));

  @ParameterizedTest
  @CsvSource({"b,1", "bo,0", "ob,1", "obo,0", "oob,1", "bob,2", "boob,2", "obobo,0", "ooo,0"})
  void itCountsWhatComesAfter(String order, int count) throws IOException {
    StringBuilder log = new StringBuilder();
    for (char one : order.toCharArray()) {
      log.append(one == 'b' ? "the server refuses\n" : "the server is ready\n");
    }
    LogScanner scanner = new LogScanner(INDEX, 1);
    scanner.scan(
        Channels.newChannel(new ByteArrayInputStream(log.toString().getBytes(UTF_8))), "-");
    List<Hit> hits = scanner.result().hits();
    assertEquals(count, hits.stream().mapToLong(Hit::count).sum());
  }
}
