package com.posthog.doctor.symptom;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.check.CardReader;
import com.posthog.doctor.model.Card;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogScannerTest {
  private static final String BOOM = "the thing went boom";

  @TempDir Path folder;

  @Test
  void aSymptomIsFoundWhereverThePiecesAreCut() throws IOException {
    int piece = 1 << 19;
    SymptomIndex index = index(card("boom", "- text: " + BOOM));
    for (int cut : new int[] {piece, piece + (1 << 14), 1 << 20, 2 << 20}) {
      for (int shift = -BOOM.length() - 1; shift <= 1; shift++) {
        byte[] bytes = lines((3 << 20) + 77);
        byte[] symptom = ("\n" + BOOM + "\n").getBytes(UTF_8);
        System.arraycopy(symptom, 0, bytes, cut + shift, symptom.length);
        long line = 2 + Lines.count(bytes, 0, cut + shift);
        Path file = Files.write(folder.resolve("cut.log"), bytes);
        for (Scan scan : List.of(ofFile(index, file, 2), ofStream(index, bytes))) {
          assertEquals(1, scan.hits().size(), () -> cut + " " + file);
          assertEquals(1, scan.hits().get(0).count());
          assertEquals(line, scan.hits().get(0).first().line());
          assertEquals(BOOM, scan.hits().get(0).first().text());
        }
      }
    }
  }

  @Test
  void aFileAndAStreamShowTheSameWithAnyNumberOfThreads() throws IOException {
    SymptomIndex index =
        index(
            card("one", "- text: first of them"),
            card("two", "- pattern: 'second of ([0-9]+)'\n    captures: [n]"),
            card("three", "- { text: THIRD OF THEM, case: fold }"));
    Random random = new Random(8);
    StringBuilder log = new StringBuilder();
    String[] some = {"first of them", "second of 12", "third of Them", "second of none"};
    while (log.length() < 5 << 20) {
      log.append("x".repeat(random.nextInt(200)));
      log.append(random.nextInt(3000) == 0 ? some[random.nextInt(4)] : "nothing");
      log.append(random.nextInt(5) == 0 ? "\u001b[0m\n" : "\n");
    }
    byte[] bytes = log.toString().getBytes(UTF_8);
    Path file = Files.write(folder.resolve("random.log"), bytes);

    List<Hit> expected = renamed(ofStream(index, bytes).hits());

    assertEquals(3, expected.size());
    assertEquals(expected, renamed(ofFile(index, file, 1).hits()));
    assertEquals(expected, renamed(ofFile(index, file, 3).hits()));
  }

  @Test
  void aLineWithoutEndIsReadInThePlaceItHas() throws IOException {
    byte[] bytes = new byte[40 << 20];
    java.util.Arrays.fill(bytes, (byte) 'x');
    byte[] symptom = BOOM.getBytes(UTF_8);
    System.arraycopy(symptom, 0, bytes, 33 << 20, symptom.length);
    Scan scan = ofStream(index(card("boom", "- text: " + BOOM)), bytes);
    assertEquals(1, scan.hits().get(0).count());
    assertEquals(1, scan.hits().get(0).first().line());
  }

  @Test
  void whatIsPackedOrOfTwoBytesALetterIsReadAsItIs() throws IOException {
    SymptomIndex index = index(card("boom", "- text: " + BOOM));
    byte[] text = ("a line\n" + BOOM + "\n").getBytes(UTF_8);
    String wide = "a line\n" + BOOM + "\n";
    for (byte[] bytes :
        List.of(
            gzip(text),
            zstd(text),
            wide.getBytes(UTF_16LE),
            wide.getBytes(UTF_16BE),
            ("\ufeff" + wide).getBytes(UTF_16LE),
            ("\ufeff" + wide).getBytes(UTF_16BE),
            ("\ufeff" + wide).getBytes(UTF_8))) {
      Path file = Files.write(folder.resolve("packed"), bytes);
      assertEquals(2, ofFile(index, file, 1).hits().get(0).first().line());
      assertEquals(2, ofStream(index, bytes).hits().get(0).first().line());
    }
  }

  private static byte[] gzip(byte[] text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(text);
    }
    return packed.toByteArray();
  }

  private static byte[] zstd(byte[] text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new io.airlift.compress.zstd.ZstdOutputStream(packed)) {
      out.write(text);
    }
    return packed.toByteArray();
  }

  @Test
  void whatCannotBeReadIsSaidInOneSentence() throws IOException {
    SymptomIndex index = index(card("boom", "- text: " + BOOM));
    LogScanner scanner = new LogScanner(index, 1);
    assertTrue(sentence(scanner, folder).contains("is a folder"));
    assertTrue(sentence(scanner, folder.resolve("none")).contains("does not exist"));
    Path xz = Files.write(folder.resolve("a.xz"), new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0});
    assertTrue(sentence(scanner, xz).contains("xzcat"));
    Path broken = Files.write(folder.resolve("a.gz"), new byte[] {0x1f, (byte) 0x8b, 1, 2, 3});
    assertTrue(sentence(scanner, broken).contains("damaged"));
  }

  @Test
  void aMarkOfTheByteOrderIsNotPartOfTheFirstLine() throws IOException {
    SymptomIndex index = index(card("boom", "- text: " + BOOM));
    for (java.nio.charset.Charset form : List.of(UTF_8, UTF_16LE, UTF_16BE)) {
      Scan scan = ofStream(index, ("\ufeff" + BOOM + "\n").getBytes(form));
      assertEquals(BOOM, scan.hits().get(0).first().text());
    }
  }

  @Test
  void aFileThatBecomesShorterWhileItIsReadIsReadToItsEnd() throws IOException {
    byte[] bytes = lines(700_000);
    System.arraycopy(("\n" + BOOM + "\n").getBytes(UTF_8), 0, bytes, 650_000, 21);
    Path file = Files.write(folder.resolve("short.log"), bytes);
    try (FileChannel channel = FileChannel.open(file)) {
      FileScan scan =
          new FileScan(index(card("boom", "- text: " + BOOM)), channel, bytes.length + (9L << 20));
      scan.run(2);
      assertEquals(1, scan.tally("it").hits().size());
      assertTrue(scan.tail().bytes().length <= bytes.length);
    }
  }

  @Test
  void bytesThatAreNoTextAreReadAllTheSame() throws IOException {
    byte[] bytes = ("\0\1\2\u00ff " + BOOM + "\0\0").getBytes(UTF_8);
    Scan scan = ofStream(index(card("boom", "- text: " + BOOM)), bytes);
    assertEquals(1, scan.hits().size());
    assertTrue(scan.notes().get(0).contains("no text"));
    assertTrue(scan.hits().get(0).first().text().indexOf('\0') < 0);
  }

  @Test
  void aSymptomOverLinesIsFoundBetweenTheLinesOfOthers() throws IOException {
    SymptomIndex index = index(card("trace", "- text: \"Traceback (most\\nImportError: django\""));
    String log =
        "web-1  | Traceback (most recent)\ndb-1  | all well\nweb-1  | ImportError: django x\n";
    assertEquals(1, hits(index, log).size());
    assertEquals(0, hits(index, log.replace("db-1", "web-1")).size());
  }

  @Test
  void aPatternOverLinesCaptures() throws IOException {
    SymptomIndex index =
        index(card("two", "- pattern: 'port ([0-9]+)\\n.*already in use'\n    captures: [port]"));
    assertEquals(
        "5432", hits(index, "port 5432\nis already in use\n").get(0).captures().get("port"));
  }

  @Test
  void onlyTheServiceThatIsMeantShowsASymptom() throws IOException {
    SymptomIndex index =
        index(
            card("killed", "- { text: exited with 137, service: clickhouse }"),
            card("other", "- { text: something of kafka, service: kafka }"));
    assertEquals(1, hits(index, "clickhouse-1 | exited with 137\n").size());
    assertEquals(1, hits(index, "exited with 137\n").size());
    assertEquals(0, hits(index, "kafka-1 | exited with 137\n").size());
  }

  @Test
  void aFalseAlarmIsNone() throws IOException {
    SymptomIndex index = index(card("fatal", "- { text: 'FATAL: no', not: [expected] }"));
    assertEquals(0, hits(index, "FATAL: no, as expected\n").size());
    assertEquals(1, hits(index, "FATAL: no, as expected\nFATAL: no\n").get(0).count());
  }

  @Test
  void aLineBelongsToTheHeavierSymptomAndOfEqualOnesToTheLonger() throws IOException {
    SymptomIndex index =
        index(
            card("short", "- text: already in use"),
            card("long", "- text: address already in use"),
            card("heavy", "- { text: bind failed, weight: 9 }"));
    assertEquals("gotchas.long", name(hits(index, "address already in use\n")));
    assertEquals("gotchas.short", name(hits(index, "port already in use\n")));
    assertEquals("gotchas.heavy", name(hits(index, "bind failed: address already in use\n")));
  }

  @Test
  void aSymptomIsFoundWithinJson() throws IOException {
    SymptomIndex index = index(card("role", "- text: 'role \"posthog\" does not exist'"));
    String json = "{\"msg\":\"FATAL: role \\\"posthog\\\" does not exist\"}";
    assertEquals("FATAL: role \"posthog\" does not exist", hits(index, json).get(0).first().text());
    String twice =
        "{\"log\":\"{\\\"msg\\\":\\\"role \\\\\\\"posthog\\\\\\\" does not exist\\\"}\\n\"}";
    assertEquals(1, hits(index, twice).size());
  }

  @Test
  void errorsThatAreNotKnownAreToldOnce() throws IOException {
    SymptomIndex index = index(card("boom", "- text: 'error: boom here'"));
    String log =
        "error: boom here\n0 errors\nerror: number 12 of them\nerror: number 13 of them\n"
            + "Traceback (most recent call last):\n  File \"x\", line 1\n    y()\nOddError: strange\n";
    Scan scan = ofStream(index, log.getBytes(UTF_8));
    List<String> told = new ArrayList<>();
    scan.unknown().forEach(one -> told.add(one.line() + " " + one.text()));
    assertEquals(List.of("4 error: number 13 of them", "8 OddError: strange"), told);
  }

  private static String name(List<Hit> hits) {
    assertEquals(1, hits.size());
    return hits.get(0).card().id().value();
  }

  private static List<Hit> renamed(List<Hit> hits) {
    return hits.stream()
        .map(
            hit ->
                new Hit(
                    hit.card(),
                    hit.weight(),
                    hit.count(),
                    new com.posthog.doctor.model.Sighting(
                        "", hit.first().line(), hit.first().text()),
                    hit.captures()))
        .toList();
  }

  private static String sentence(LogScanner scanner, Path file) {
    return String.valueOf(
        assertThrows(Unreadable.class, () -> scanner.scan(file, "it")).getMessage());
  }

  private static byte[] lines(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i % 97 == 96 ? '\n' : 'a' + i % 19);
    }
    return bytes;
  }

  private static Card card(String name, String symptoms) {
    return CardReader.read(
        "checks/gotchas/" + name + ".yaml",
        "id: gotchas."
            + name
            + "\ntitle: t\nwhy: w\ndocs: https://x\nsymptoms:\n  "
            + symptoms
            + "\n");
  }

  private static SymptomIndex index(Card... cards) {
    return SymptomIndex.of(List.of(cards));
  }

  private static List<Hit> hits(SymptomIndex index, String log) throws IOException {
    return ofStream(index, log.getBytes(UTF_8)).hits();
  }

  private static Scan ofStream(SymptomIndex index, byte[] bytes) throws IOException {
    LogScanner scanner = new LogScanner(index, 1);
    scanner.scan(Channels.newChannel(new ByteArrayInputStream(bytes)), "-");
    return scanner.result();
  }

  private static Scan ofFile(SymptomIndex index, Path file, int threads) throws IOException {
    LogScanner scanner = new LogScanner(index, threads);
    scanner.scan(file, "it");
    return scanner.result();
  }
}
