package com.posthog.doctor.probe.postgres;

import com.posthog.doctor.facts.AppliedMigrations;
import com.posthog.doctor.facts.MigrationFacts;
import com.posthog.doctor.facts.MigrationFacts.Ledger;
import com.posthog.doctor.facts.MigrationFacts.Names;
import com.posthog.doctor.host.Host;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lays a folder of sqlx migrations beside the rows of {@code _sqlx_migrations}, by their numbers
 * and by the checksums of the files.
 */
final class SqlxLedger {
  private static final int MOST_FILES = 5000;
  private static final int LARGEST = 4 << 20;

  private SqlxLedger() {}

  static Ledger ledger(
      Host host, Path checkout, SqlxFolders.Folder folder, AppliedMigrations.Database applied) {
    Map<Long, String> files = files(host, checkout.resolve(folder.path()));
    List<String> changed = new ArrayList<>();
    List<String> orphaned = new ArrayList<>();
    List<String> unfinished = new ArrayList<>();
    Map<Long, String> pending = new TreeMap<>(files);
    for (AppliedMigrations.Sqlx row : applied.sqlx()) {
      pending.remove(row.version());
      String file = files.get(row.version());
      if (!row.success()) {
        unfinished.add(file == null ? Long.toString(row.version()) : file);
      } else if (file == null) {
        orphaned.add(Long.toString(row.version()));
      } else if (differs(host, checkout.resolve(folder.path()).resolve(file), row.checksum())) {
        changed.add(file);
      }
    }
    return new Ledger(
        applied.name(),
        MigrationFacts.SQLX,
        folder.path(),
        applied.hasSqlx(),
        files.size(),
        applied.sqlx().size(),
        Names.of(List.copyOf(pending.values())),
        Names.of(orphaned),
        Names.of(changed),
        Names.of(unfinished),
        applied.problem());
  }

  /** The files by their numbers; the way back of a reversible one is none. */
  private static Map<Long, String> files(Host host, Path folder) {
    Map<Long, String> files = new TreeMap<>();
    try {
      for (String name : host.list(folder, MOST_FILES)) {
        int line = name.indexOf('_');
        boolean number = line > 0 && line <= 18 && name.substring(0, line).matches("[0-9]+");
        if (number && name.endsWith(".sql") && !name.endsWith(".down.sql")) {
          files.put(Long.parseLong(name.substring(0, line)), name);
        }
      }
    } catch (IOException unreadable) {
      return Map.of();
    }
    return files;
  }

  private static boolean differs(Host host, Path file, String checksum) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-384").digest(host.read(file, LARGEST));
      return !checksum.isEmpty() && !HexFormat.of().formatHex(digest).equals(checksum);
    } catch (IOException unreadable) {
      return false; // what it holds is not known, so nothing is said
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
