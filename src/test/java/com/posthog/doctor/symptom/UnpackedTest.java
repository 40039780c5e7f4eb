package com.posthog.doctor.symptom;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.check.CardReader;
import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs that are packed: whole, cut, damaged, in several members. */
class UnpackedTest {
  private static final String BOOM = "the thing went boom";
  private static final SymptomIndex INDEX =
      SymptomIndex.of(
          List.of(
              CardReader.read(
                  "checks/gotchas/boom.yaml",
                  "id: gotchas.boom\ntitle: t\nwhy: w\ndocs: https://x\nsymptoms:\n  - text: "
                      + BOOM
                      + "\n")));

  @TempDir Path folder;

  /** Packs some bytes. */
  private interface Packing {
    OutputStream onto(OutputStream target) throws IOException;
  }

  private static final List<Packing> PACKINGS =
      List.of(GZIPOutputStream::new, ZstdOutputStream::new);

  @Test
  void whatStandsBeforeTheCutIsRecognised() throws IOException {
    byte[] whole = packed(GZIPOutputStream::new, noise(3 << 20, 40));
    for (int cut : new int[] {whole.length / 3, whole.length / 2, whole.length - 3}) {
      Scan scan = scan(Arrays.copyOf(whole, cut), 1 << 20);
      assertEquals(1, scan.hits().size(), () -> whole.length + " cut at " + cut);
      assertTrue(scan.notes().toString().contains("it is damaged or ends early"), scan::toString);
    }
  }

  @Test
  void whatStandsBeforeADamageIsRecognised() throws IOException {
    for (Packing packing : PACKINGS) {
      byte[] damaged = packed(packing, noise(3 << 20, 40));
      Arrays.fill(damaged, damaged.length / 2, damaged.length / 2 + 4096, (byte) 0x55);
      Scan scan = scan(damaged, 1 << 20);
      assertEquals(1, scan.hits().size());
      assertEquals(1, scan.notes().size(), scan::toString);
    }
  }

  @Test
  void theLastLineBeforeACutOfASmallLogIsRecognised() throws IOException {
    byte[] log = ("fine\n".repeat(200) + BOOM + "\n").getBytes(UTF_8);
    byte[] whole = packed(GZIPOutputStream::new, log);
    Scan scan = scan(Arrays.copyOf(whole, whole.length - 8), 1 << 20);
    assertEquals(201, scan.hits().get(0).first().line());
  }

  @Test
  void everyMemberIsReadHoweverSlowlyTheyCome() throws IOException {
    for (Packing packing : PACKINGS) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (int i = 0; i < 20; i++) {
        all.write(packed(packing, ("line " + i + "\n").getBytes(UTF_8)));
      }
      all.write(packed(packing, (BOOM + "\n").getBytes(UTF_8)));
      for (int portion : new int[] {1, 7, 31, 1 << 20}) {
        Scan scan = scan(all.toByteArray(), portion);
        assertEquals(21, scan.hits().get(0).first().line());
        assertEquals(List.of(), scan.notes());
      }
    }
  }

  @Test
  void whatFollowsTheLastMemberDoesNotHurt() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(packed(GZIPOutputStream::new, (BOOM + "\n").getBytes(UTF_8)));
    all.write(new byte[100]);
    assertEquals(1, scan(all.toByteArray(), 1 << 20).hits().size());
  }

  @Test
  void aWindowThatIsWiderThanWhatIsKeptIsSaid() {
    byte[] wide = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0x04, (byte) (17 << 3), 0, 0, 0, 0};
    String sentence = sentence(wide);
    assertTrue(sentence.contains("zstd -dc --long=31 it | posthog-doctor diagnose"), sentence);
  }

  @Test
  void whatOnlyBeginsLikeAPackedFileIsDamaged() {
    for (byte[] head :
        List.of(
            new byte[] {0x1f, (byte) 0x8b, 8, 0, 0},
            new byte[] {0x1f, (byte) 0x8b},
            new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0x04, 0x10})) {
      assertTrue(sentence(head).contains("damaged"), () -> sentence(head));
    }
  }

  /** Of zstd, what is longer than the stretch that it looks back over. */
  @Test
  void whatComesBeforeTheDamageOfAPackedFileIsLookedAt() throws IOException {
    byte[] text = (BOOM + "\n" + longNoise(12 << 20)).getBytes(UTF_8);
    for (byte[] packed :
        List.of(packed(GZIPOutputStream::new, text), packed(ZstdOutputStream::new, text))) {
      for (int cut : new int[] {packed.length / 2, packed.length - 1}) {
        Path file = Files.write(folder.resolve("cut"), Arrays.copyOf(packed, cut));
        Scan scan = ofFile(file);
        assertEquals(1, scan.hits().size(), () -> "of " + packed.length + " bytes: " + cut);
        assertEquals(
            List.of("it is damaged or ends early; what came before was looked at"), scan.notes());
      }
      byte[] odd = packed.clone();
      Arrays.fill(odd, 4, 40, (byte) 0xff);
      assertTrue(sentence(odd).endsWith("ends early"));
    }
  }

  /** Text that packs badly. */
  private static String longNoise(int length) {
    Random random = new Random(5);
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append(Long.toHexString(random.nextLong())).append('\n');
    }
    return text.toString();
  }

  @Test
  void packedPartsThatComeLaterBelongToIt() throws Exception {
    for (List<byte[]> parts :
        List.of(
            List.of(
                packed(GZIPOutputStream::new, "fine\n".getBytes(UTF_8)),
                packed(GZIPOutputStream::new, BOOM.getBytes(UTF_8))),
            List.of(
                packed(ZstdOutputStream::new, "fine\n".getBytes(UTF_8)),
                packed(ZstdOutputStream::new, BOOM.getBytes(UTF_8))))) {
      // this stream says at the end of the first part that nothing is available
      InputStream all =
          new SequenceInputStream(
              new ByteArrayInputStream(parts.get(0)), new ByteArrayInputStream(parts.get(1)));
      LogScanner scanner = new LogScanner(INDEX, 1);
      scanner.scan(Channels.newChannel(all), "-");
      assertEquals(1, scanner.result().hits().size());
    }
  }

  private static Scan ofFile(Path file) throws IOException {
    LogScanner scanner = new LogScanner(INDEX, 1);
    scanner.scan(file, "it");
    return scanner.result();
  }

  private static String sentence(byte[] bytes) {
    return String.valueOf(assertThrows(Unreadable.class, () -> scan(bytes, 1 << 20)).getMessage());
  }

  private static byte[] packed(Packing packing, byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = packing.onto(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  /** Lines that can hardly be packed, with a symptom in one of them. */
  private static byte[] noise(int length, int where) {
    Random random = new Random(3);
    StringBuilder text = new StringBuilder();
    for (int line = 0; text.length() < length; line++) {
      text.append(Long.toString(random.nextLong(), 36)).append(line == where ? BOOM : "");
      text.append('\n');
    }
    return text.toString().getBytes(UTF_8);
  }

  /** What is found in bytes that come in portions, from a pipe that cannot say how many follow. */
  private static Scan scan(byte[] bytes, int portion) throws IOException {
    InputStream slow =
        new ByteArrayInputStream(bytes) {
          @Override
          public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, portion));
          }

          @Override
          public synchronized int available() {
            return 0;
          }
        };
    LogScanner scanner = new LogScanner(INDEX, 1);
    scanner.scan(Channels.newChannel(slow), "it");
    return scanner.result();
  }
}
