package com.posthog.doctor.symptom;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.check.Catalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is written to, and rotated, while it is read. */
class FollowTest {
  private static final SymptomIndex INDEX =
      SymptomIndex.of(Catalog.builtIn().withSymptoms().cards());
  private static final String CLIENTS = "FATAL:  sorry, too many clients already\n";
  private static final String PORT = "Bind for 0.0.0.0:5432 failed: port is already allocated\n";

  private final LinkedBlockingQueue<Integer> seen = new LinkedBlockingQueue<>();
  private final LogScanner scanner = new LogScanner(INDEX, 1);

  @TempDir Path folder;
  private Path log;
  private Thread reader;

  @BeforeEach
  void read() throws IOException {
    log = Files.writeString(folder.resolve("app.log"), "all is well\n" + CLIENTS);
    reader = new Thread(this::follow);
    reader.start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    reader.interrupt();
    reader.join();
  }

  private void follow() {
    try {
      scanner.follow(log, "app.log", hits -> seen.add(hits.size()));
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  @Test
  void whatIsWrittenMeanwhileIsRecognised() throws Exception {
    await(1);
    Files.writeString(log, PORT, StandardOpenOption.APPEND);
    await(2);
    assertEquals(List.of("app.log:2", "app.log:3"), places());
  }

  @Test
  void aFileThatIsRenamedAndBegunAnewIsReadOn() throws Exception {
    await(1);
    Files.move(log, folder.resolve("app.log.1"));
    Files.writeString(log, PORT, UTF_8);
    await(2);
    stop();
    assertTrue(scanner.result().notes().toString().contains("was replaced"), this::notes);
  }

  @Test
  void aFileThatIsEmptiedIsReadFromItsBeginning() throws Exception {
    await(1);
    Files.writeString(log, ""); // copytruncate
    awaitNote();
    Files.writeString(log, PORT, StandardOpenOption.APPEND);
    await(2);
  }

  private void awaitNote() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (scanner.result().notes().isEmpty() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertTrue(notes().contains("was emptied"), this::notes);
  }

  private String notes() {
    return scanner.result().notes().toString();
  }

  /** Waits until so many cards were recognised. */
  private void await(int cards) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    Integer count = 0;
    while (count != null && count < cards && System.nanoTime() < end) {
      count = seen.poll(20, TimeUnit.SECONDS);
    }
    assertEquals(cards, count);
  }

  private List<String> places() throws InterruptedException {
    stop();
    return scanner.result().hits().stream().map(hit -> hit.first().place()).toList();
  }
}
