package com.posthog.doctor.probe.host;

import com.posthog.doctor.facts.BinaryFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the header of a macOS program for its architectures, instead of starting anything. */
public final class BinaryProbe implements Probe<BinaryFacts> {
  private static final int HEADER = 4096;
  private static final int MACH_64 = 0xFEEDFACF;
  private static final int UNIVERSAL = 0xCAFEBABE;

  /** The same four bytes begin a Java class, whose next number is its version, 45 or more. */
  private static final int MOST_ARCHITECTURES = 16;

  private static final int SIZE_OF_ENTRY = 20;

  @Override
  public BinaryFacts read(FactKey<BinaryFacts> key, Host host, Facts soFar, Deadline deadline)
      throws IOException {
    Optional<Path> found = host.which(key.argument());
    if (found.isEmpty()) {
      return new BinaryFacts(key.argument(), "", List.of());
    }
    return new BinaryFacts(
        key.argument(), found.get().toString(), archs(host.head(found.get(), HEADER)));
  }

  private static List<String> archs(byte[] header) {
    if (header.length < 8) {
      return List.of();
    }
    ByteBuffer bytes = ByteBuffer.wrap(header);
    if (bytes.order(ByteOrder.LITTLE_ENDIAN).getInt(0) == MACH_64) {
      return arch(bytes.getInt(4)).map(List::of).orElse(List.of());
    }
    bytes.order(ByteOrder.BIG_ENDIAN);
    int count = bytes.getInt(4);
    if (bytes.getInt(0) != UNIVERSAL || count <= 0 || count > MOST_ARCHITECTURES) {
      return List.of();
    }
    List<String> archs = new ArrayList<>();
    for (int i = 0; i < count && 8 + i * SIZE_OF_ENTRY + 4 <= header.length; i++) {
      arch(bytes.getInt(8 + i * SIZE_OF_ENTRY)).ifPresent(archs::add);
    }
    return archs;
  }

  private static Optional<String> arch(int cpu) {
    return switch (cpu) {
      case 0x0100000C -> Optional.of("arm64");
      case 0x01000007 -> Optional.of("x86_64");
      default -> Optional.empty();
    };
  }
}
