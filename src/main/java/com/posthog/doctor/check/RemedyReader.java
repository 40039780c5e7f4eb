package com.posthog.doctor.check;

import com.posthog.doctor.model.FileStep;
import com.posthog.doctor.model.LineEdit;
import com.posthog.doctor.model.Remedy;
import com.posthog.doctor.model.Risk;
import com.posthog.doctor.model.ServiceStep;
import com.posthog.doctor.model.Span;
import com.posthog.doctor.model.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads the remedies of a card. */
final class RemedyReader {
  /** The fields of a remedy, as {@code card.schema.json} lists them. */
  static final Set<String> FIELDS = Set.of("id", "title", "why", "when", "risk", "steps");

  private final Yaml yaml;
  private final ConditionReader conditions;

  RemedyReader(Yaml yaml) {
    this.yaml = yaml;
    this.conditions = new ConditionReader(yaml);
  }

  List<Remedy> remedies(Map<String, Node> fields) {
    List<Remedy> remedies = new ArrayList<>();
    for (Node node : yaml.items(fields.get("remedies"))) {
      Map<String, Node> remedy = yaml.fields(node, FIELDS);
      List<Step> steps = new ArrayList<>();
      for (Node step : yaml.items(remedy.get("steps"))) {
        steps.add(step(step));
      }
      if (steps.isEmpty()) {
        throw yaml.bad(node, "a remedy needs at least one step");
      }
      boolean other = false;
      for (Step step : steps) {
        if (step.privileged() && other) {
          throw yaml.bad(node, "what needs the rights of the administrator comes first");
        }
        other |= !step.privileged() && !(step instanceof Step.Tell);
      }
      remedies.add(
          new Remedy(
              yaml.text(yaml.required(remedy, "id")),
              yaml.text(yaml.required(remedy, "title")),
              yaml.text(remedy, "why").strip(),
              risk(yaml.required(remedy, "risk")),
              conditions.read(remedy.get("when"), null),
              steps));
    }
    return remedies;
  }

  private Risk risk(Node node) {
    for (Risk risk : Risk.values()) {
      if (risk.word().equals(yaml.text(node))) {
        return risk;
      }
    }
    throw yaml.bad(node, "there is no risk `" + yaml.text(node) + "`");
  }

  private Step step(Node node) {
    Map<String, Node> entries = yaml.entries(node);
    if (entries.size() != 1) {
      throw yaml.bad(node, "a step has one kind, such as `run` or `tell`");
    }
    String kind = entries.keySet().iterator().next();
    Node value = entries.values().iterator().next();
    return switch (kind) {
      case "run" -> run(value, false);
      case "sudo" -> run(value, true);
      case "tell" -> new Step.Tell(yaml.text(value).strip());
      case "move-aside" -> new Step.MoveAside(yaml.text(value));
      case "stop-process" -> new Step.StopProcess(yaml.text(value));
      case "set-env" -> {
        Map<String, Node> set = yaml.fields(value, Set.of("file", "key", "value"));
        yield new Step.SetEnv(
            yaml.text(yaml.required(set, "file")),
            yaml.text(yaml.required(set, "key")),
            yaml.text(yaml.required(set, "value")));
      }
      case "edit-block", "sudo-edit-block" -> {
        Map<String, Node> edit = yaml.fields(value, Set.of("file", "marker", "text"));
        yield new Step.EditBlock(
            yaml.text(yaml.required(edit, "file")),
            yaml.text(yaml.required(edit, "marker")),
            yaml.text(yaml.required(edit, "text")),
            kind.startsWith("sudo"));
      }
      case "set-mode" -> {
        Map<String, Node> set = yaml.fields(value, Set.of("file", "mode"));
        yield new Step.SetMode(
            yaml.text(yaml.required(set, "file")), yaml.text(yaml.required(set, "mode")));
      }
      case "restore-file" -> new FileStep.RestoreFile(yaml.text(value));
      case "copy-file" -> {
        Map<String, Node> copy = yaml.fields(value, Set.of("from", "to"));
        yield new FileStep.CopyFile(
            yaml.text(yaml.required(copy, "from")), yaml.text(yaml.required(copy, "to")));
      }
      case "edit-lines" -> editLines(value);
      default -> {
        if (!ServiceStep.is(kind)) {
          throw yaml.bad(node, "there is no step `" + kind + "`");
        }
        yield service(kind, value);
      }
    };
  }

  /** A step on a container or a server: a name, or a few fields. */
  private Step service(String kind, Node value) {
    return switch (kind) {
      case "sql" -> {
        Map<String, Node> sql = yaml.fields(value, Set.of("database", "statement", "undo"));
        yield new ServiceStep.Sql(
            yaml.text(sql, "database"),
            yaml.text(yaml.required(sql, "statement")).strip(),
            yaml.text(sql, "undo").strip());
      }
      case "wait-for" -> {
        Map<String, Node> wait = yaml.fields(value, Set.of("container", "port", "check", "within"));
        String within = yaml.text(yaml.required(wait, "within"));
        List<String> named = ServiceStep.WaitFor.KNOWN.stream().filter(wait::containsKey).toList();
        if (named.size() != 1 || Span.parse(within).isEmpty()) {
          throw yaml.bad(
              value, "one of container, port and check is waited for, `within` a time such as 60s");
        }
        String what = named.get(0);
        yield new ServiceStep.WaitFor(what, yaml.text(yaml.required(wait, what)), within);
      }
      default -> ServiceStep.of(kind, List.of(yaml.text(value)));
    };
  }

  private Step editLines(Node node) {
    Map<String, Node> edit = yaml.fields(node, Set.of("file", "edit", "line"));
    String word = yaml.text(yaml.required(edit, "edit"));
    try {
      return new FileStep.EditLines(
          yaml.text(yaml.required(edit, "file")), LineEdit.of(word), yaml.text(edit, "line"));
    } catch (IllegalArgumentException unknown) {
      throw yaml.bad(node, String.valueOf(unknown.getMessage()));
    }
  }

  /** A list of arguments; or these, and the files that it changes or what takes it back. */
  private Step run(Node node, boolean privileged) {
    if (node instanceof SequenceNode) {
      return new Step.Run(argv(node), privileged);
    }
    Set<String> known = privileged ? Set.of("argv", "undo") : Set.of("argv", "touches", "undo");
    Map<String, Node> run = yaml.fields(node, known);
    if (run.containsKey("touches") == run.containsKey("undo")) {
      throw yaml.bad(node, "beside `argv` stands either `touches` or `undo`");
    }
    List<String> touches = yaml.items(run.get("touches")).stream().map(yaml::text).toList();
    List<String> undo = run.containsKey("undo") ? argv(run.get("undo")) : List.of();
    return new Step.Run(argv(yaml.required(run, "argv")), privileged, touches, undo);
  }

  private List<String> argv(Node node) {
    if (!(node instanceof SequenceNode)) {
      throw yaml.bad(node, "a program is a list of arguments: [brew, install, brotli]");
    }
    List<String> argv = yaml.items(node).stream().map(yaml::text).toList();
    if (argv.isEmpty()) {
      throw yaml.bad(node, "a program is needed");
    }
    return argv;
  }
}
