package com.posthog.doctor.host;

import java.io.IOException;
import java.nio.file.Path;

/** The world, to be touched. Only what acts is ever handed one. */
public interface Hands {

  /** Writes a file whole: beside its place first, then moved there, so that it is never half. */
  void write(Path file, byte[] content) throws IOException;
}
