package com.posthog.doctor.engine;

import com.posthog.doctor.check.Catalog;
import com.posthog.doctor.symptom.SymptomIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes the symptoms of the compiled cards ready to be found, at build time. */
public final class IndexCompiler {
  private IndexCompiler() {}

  /** Writes the index beside the class that reads it: {@code IndexCompiler CLASSES-FOLDER}. */
  public static void main(String[] args) throws IOException {
    Path target = Path.of(args[0]).resolve(SymptomIndex.class.getPackageName().replace('.', '/'));
    Files.createDirectories(target);
    Files.write(
        target.resolve(SymptomIndex.RESOURCE),
        SymptomIndex.compiled(Catalog.builtIn().withSymptoms().cards()));
  }
}
