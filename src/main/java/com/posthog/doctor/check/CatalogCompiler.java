package com.posthog.doctor.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Remedy;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Turns the folder of cards into the compiled catalogue, and refuses every card that is not right.
 */
public final class CatalogCompiler {
  private static final int BAD_CARD = 78;

  private CatalogCompiler() {}

  /**
   * Compiles cards: {@code CatalogCompiler CHECKS-FOLDER CLASSES-FOLDER}. A bad card ends it with
   * exit code 78 and one line that names file, line and fault, which fails the build.
   */
  public static void main(String[] args) throws IOException {
    try {
      compile(Path.of(args[0]), Path.of(args[1]));
    } catch (Catalog.BadCard bad) {
      PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8);
      err.println(bad.getMessage());
      System.exit(BAD_CARD);
    }
  }

  private static void compile(Path checks, Path classes) throws IOException {
    List<Card> cards = read(checks);
    Path target = classes.resolve(Catalog.class.getPackageName().replace('.', '/'));
    Files.createDirectories(target);
    List<Card> judging = cards.stream().filter(Catalog::judges).toList();
    List<Card> telling = cards.stream().filter(card -> !Catalog.judges(card)).toList();
    Files.write(target.resolve(Catalog.RESOURCE), CatalogWriter.cards(judging));
    Files.write(target.resolve(Catalog.TELLING), CatalogWriter.cards(telling));
    Files.write(target.resolve(Catalog.SYMPTOMS), CatalogWriter.symptoms(cards));
  }

  /** Reads and checks all cards of a folder, in the order of its {@code index.yaml}. */
  public static List<Card> read(Path folder) throws IOException {
    Map<String, Card> cards = new LinkedHashMap<>();
    for (String id : index(folder)) {
      if (!CheckId.isValid(id)) {
        throw new Catalog.BadCard("checks/index.yaml: `" + id + "` is no check id");
      }
      String name = id.replaceFirst("\\.", "/") + ".yaml";
      Path file = folder.resolve(name);
      if (!Files.exists(file)) {
        throw new Catalog.BadCard("checks/index.yaml: " + id + " has no card checks/" + name);
      }
      Card card = CardReader.read("checks/" + name, Files.readString(file));
      if (!card.id().value().equals(id)) {
        throw new Catalog.BadCard("checks/" + name + ":1: the id is " + card.id() + ", not " + id);
      }
      if (cards.put(id, card) != null) {
        throw new Catalog.BadCard("checks/index.yaml: " + id + " stands twice");
      }
    }
    complete(folder, cards.keySet());
    List<Card> list = new ArrayList<>(cards.values());
    check(list);
    return list;
  }

  private static List<String> index(Path folder) throws IOException {
    Path file = folder.resolve("index.yaml");
    Object all =
        new Load(LoadSettings.builder().setLabel("checks/index.yaml").build())
            .loadFromString(Files.readString(file));
    List<String> ids = new ArrayList<>();
    if (all instanceof List<?> list) {
      list.forEach(id -> ids.add(String.valueOf(id)));
    }
    return ids;
  }

  private static void complete(Path folder, Set<String> known) throws IOException {
    Set<String> found = new TreeSet<>();
    try (Stream<Path> files = Files.walk(folder, 2)) {
      files
          .filter(file -> file.toString().endsWith(".yaml"))
          .map(file -> folder.relativize(file).toString())
          .filter(name -> name.indexOf('/') > 0)
          .forEach(name -> found.add(name.replace(".yaml", "").replace('/', '.')));
    }
    found.removeAll(known);
    if (!found.isEmpty()) {
      throw new Catalog.BadCard("checks/index.yaml: these cards are not in the index: " + found);
    }
  }

  /** Checks what only all cards together can show: names, references and circles. */
  static void check(List<Card> cards) {
    Map<String, String> names = new HashMap<>();
    Map<CheckId, Card> byId = new LinkedHashMap<>();
    Map<String, Remedy> remedies = new HashMap<>();
    for (Card card : cards) {
      byId.put(card.id(), card);
      claim(names, card.id().value(), card);
      card.aliases().forEach(alias -> claim(names, alias, card));
      if (!Catalog.judges(card)) {
        claim(names, card.id().question(), card);
      }
      checkText(card);
      checkRule(card);
      for (Remedy remedy : card.remedies()) {
        Remedy other = remedies.putIfAbsent(remedy.id(), remedy);
        if (other != null && !other.equals(remedy)) {
          throw new Catalog.BadCard(
              card.origin() + ": the remedy " + remedy.id() + " differs from another card's");
        }
      }
    }
    for (Card card : cards) {
      Stream.concat(card.requires().stream(), card.explainedBy().stream())
          .filter(id -> !byId.containsKey(id) || Catalog.judges(card) && !Catalog.judges(id))
          .findFirst()
          .ifPresent(
              id -> {
                throw new Catalog.BadCard(card.origin() + ": there is no check " + id);
              });
      circle(card, byId)
          .ifPresent(
              path -> {
                throw new Catalog.BadCard(
                    card.origin() + ": `requires` leads in a circle: " + path);
              });
    }
  }

  private static void claim(Map<String, String> names, String name, Card card) {
    String other = names.putIfAbsent(name, card.origin());
    if (other != null) {
      throw new Catalog.BadCard(card.origin() + ": the name " + name + " is taken by " + other);
    }
  }

  private static void checkText(Card card) {
    if (card.title().length() > 72 || card.title().endsWith(".")) {
      throw new Catalog.BadCard(
          card.origin() + ": a title is a short positive claim without a period");
    }
    if (card.why().isEmpty() || card.docs().isEmpty()) {
      throw new Catalog.BadCard(card.origin() + ": `why` and `docs` must say something");
    }
  }

  private static void checkRule(Card card) {
    if (!Catalog.judges(card)) {
      if (card.isDeclared() || card.symptoms().isEmpty()) {
        throw new Catalog.BadCard(
            card.origin()
                + (card.isDeclared()
                    ? ": what is only recognised in logs has no test"
                    : ": what is only recognised in logs needs `symptoms`"));
      }
      return;
    }
    boolean coded = Catalog.ruleClass(card.id()).isPresent();
    if (coded == card.isDeclared()) {
      throw new Catalog.BadCard(
          card.origin()
              + (coded
                  ? ": has both a rule in the card and a class"
                  : ": has neither a rule in the card nor a class"));
    }
  }

  /** The checks whose prerequisites lead back to themselves. */
  static Set<CheckId> inCircles(List<Card> cards) {
    Map<CheckId, Card> byId = new LinkedHashMap<>();
    cards.forEach(card -> byId.put(card.id(), card));
    Set<CheckId> round = new LinkedHashSet<>();
    for (Card card : cards) {
      if (!card.requires().isEmpty() && circle(card, byId).isPresent()) {
        round.add(card.id());
      }
    }
    return round;
  }

  private static Optional<String> circle(Card start, Map<CheckId, Card> byId) {
    return circle(start.id(), start.id(), byId, new LinkedHashSet<>());
  }

  private static Optional<String> circle(
      CheckId start, CheckId at, Map<CheckId, Card> byId, Set<CheckId> path) {
    Card card = byId.get(at);
    if (card == null || !path.add(at)) {
      return Optional.empty();
    }
    for (CheckId next : card.requires()) {
      if (next.equals(start)) {
        return Optional.of(path + " → " + start);
      }
      Optional<String> found = circle(start, next, byId, path);
      if (found.isPresent()) {
        return found;
      }
    }
    path.remove(at);
    return Optional.empty();
  }
}
