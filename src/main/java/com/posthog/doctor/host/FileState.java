package com.posthog.doctor.host;

import java.time.Instant;

/**
 * What is at a path, after following links.
 *
 * @param sizeBytes the size of a file
 * @param mode the permission bits, {@code 0644} as an int; -1 when it could not be told
 * @param owner the owner's number; -1 when it could not be told
 * @param modified the time of the last change
 */
public record FileState(Kind kind, long sizeBytes, int mode, long owner, Instant modified) {

  /** What kind of thing is at a path. */
  public enum Kind {
    MISSING,
    FILE,
    FOLDER,
    /** A socket, pipe or device. */
    OTHER,
    /** This user may not look. */
    DENIED,
    /** A link to nothing. */
    DANGLING,
    /** A link that leads to itself. */
    LOOP;

    /** The word for facts: {@code file}. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** Nothing that can be looked at. */
  public static FileState none(Kind kind) {
    return new FileState(kind, 0, -1, -1, Instant.EPOCH);
  }

  public boolean isFile() {
    return kind == Kind.FILE;
  }

  public boolean isFolder() {
    return kind == Kind.FOLDER;
  }

  /** Whether something is there. */
  public boolean exists() {
    return kind == Kind.FILE || kind == Kind.FOLDER || kind == Kind.OTHER;
  }

  /** Whether the mode lets anybody run it. */
  public boolean executable() {
    return mode >= 0 && (mode & 0111) != 0;
  }
}
