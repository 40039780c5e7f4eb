import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.fix.Preparation;
import com.posthog.doctor.host.LocalHost;
import com.posthog.doctor.model.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Prints the milliseconds that working out one step on a file of settings takes, median of many, in
 * the folder that is named.
 */
public final class FileStep {
  private static final int RUNS = 200;

  private FileStep() {}

  public static void main(String[] arguments) throws IOException {
    Path checkout = Path.of(arguments[0]).toRealPath();
    Files.writeString(checkout.resolve(".env"), "# a line\nNAME=value\n".repeat(200) + "DEBUG=0\n");
    CheckoutFacts facts =
        new CheckoutFacts(
            true, checkout.toString(), false, "layered", "", List.of(), List.of(), false, "", "", true);
    LocalHost host = new LocalHost(Map.of("HOME", checkout.toString()), checkout);
    double[] millis = new double[RUNS];
    for (int i = 0; i < RUNS; i++) {
      long start = System.nanoTime();
      new Preparation(host, Optional.of(facts), name -> Optional.of(false))
          .prepare(new Step.SetEnv(".env", "DEBUG", "1"));
      millis[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(millis);
    System.out.printf("%.2f%n", millis[RUNS / 2]);
  }
}
