import com.posthog.doctor.check.Catalog;
import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Symptom;
import com.posthog.doctor.symptom.LogScanner;
import com.posthog.doctor.symptom.SymptomIndex;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Scans a log for given literals, as diagnose does: {@code Scan LITERALS LOG THREADS}. {@code Scan}
 * prints the literal symptoms of the cards, {@code Scan loaded} all that diagnose looks for.
 */
class Scan {
  public static void main(String[] args) throws Exception {
    if (args.length == 0) {
      for (Card card : Catalog.builtIn().withSymptoms().cards()) {
        for (Symptom symptom : card.symptoms()) {
          boolean plain = symptom.form() == Symptom.Form.EXACT && symptom.text().indexOf('\n') < 0;
          if (plain && symptom.text().length() >= SymptomIndex.LONG) {
            System.out.println(symptom.text());
          }
        }
      }
      return;
    }
    if (args.length == 1) {
      SymptomIndex.of(Catalog.builtIn().withSymptoms().cards()).literals().forEach(System.out::println);
      return;
    }
    List<Card> cards = new ArrayList<>();
    for (String text : Files.readAllLines(Path.of(args[0]))) {
      cards.add(card(cards.size(), text));
    }
    LogScanner scanner = new LogScanner(SymptomIndex.of(cards), Integer.parseInt(args[2]));
    scanner.scan(Path.of(args[1]), args[1]);
    System.out.println(scanner.result().hits().stream().mapToLong(hit -> hit.count()).sum());
  }

  private static Card card(int number, String text) {
    List<String> none = List.of();
    return new Card(
        new CheckId("gotchas.n" + number), text, none, none, none, none, none, Severity.ERROR,
        Map.of(), List.of(), List.of(), List.of(), List.of(), "", Map.of(), "", "", List.of(),
        List.of(Symptom.of(text)), false, false, Map.of(), "");
  }
}
