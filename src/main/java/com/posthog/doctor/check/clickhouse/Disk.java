package com.posthog.doctor.check.clickhouse;

import com.posthog.doctor.facts.ClickHouseFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.model.ByteSize;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.List;

/** Judges {@code clickhouse.disk}: whether the server has room to write. */
public final class Disk implements Inquiry {
  private static final long GIB = 1L << 30;
  private static final long ERROR = GIB;
  private static final long WARNING = 5 * GIB;

  @Override
  public List<Verdict> answered(Facts facts) {
    List<Verdict> verdicts = new ArrayList<>();
    for (ClickHouseFacts.Disk disk : facts.get(ClickHouseFacts.KEY).disks()) {
      verdicts.add(
          verdict(disk)
              .about(new Subject(disk.name(), "clickhouse"))
              .with("disk", disk.name())
              .with("free", new ByteSize(disk.freeBytes()))
              .with("total", new ByteSize(disk.totalBytes()))
              .seen("seen", new ByteSize(disk.freeBytes()) + " free", disk.path())
              .seen("needed", new ByteSize(WARNING), "built in"));
    }
    return verdicts.isEmpty() ? List.of(Verdict.pass("none").about(Asked.SERVER)) : verdicts;
  }

  private static Verdict verdict(ClickHouseFacts.Disk disk) {
    if (disk.totalBytes() <= 0 || disk.freeBytes() >= WARNING) {
      return Verdict.pass("room"); // a disk in an object storage has no end
    }
    return disk.freeBytes() < ERROR
        ? Verdict.fail("full")
        : Verdict.fail("low").at(Severity.WARNING);
  }
}
