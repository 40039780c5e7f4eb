package com.posthog.doctor.check;

import com.posthog.doctor.model.FileStep;
import com.posthog.doctor.model.ServiceStep;
import com.posthog.doctor.model.Step;
import java.util.ArrayList;
import java.util.List;

/** Steps as lists of texts, for the compiled catalogue. */
final class StepText {
  private StepText() {}

  static List<String> fields(Step step) {
    if (step instanceof ServiceStep service) {
      return service.fields();
    }
    if (step instanceof FileStep file) {
      return file.fields();
    }
    return switch (step.kind()) {
      case "run" -> {
        Step.Run run = (Step.Run) step;
        List<String> fields = new ArrayList<>();
        fields.add(Boolean.toString(run.privileged()));
        fields.add(Integer.toString(run.touches().size()));
        fields.addAll(run.touches());
        fields.add(Integer.toString(run.undo().size()));
        fields.addAll(run.undo());
        fields.addAll(run.argv());
        yield fields;
      }
      case "set-env" -> {
        Step.SetEnv set = (Step.SetEnv) step;
        yield List.of(set.file(), set.key(), set.value());
      }
      case "edit-block" -> {
        Step.EditBlock edit = (Step.EditBlock) step;
        yield List.of(edit.file(), edit.marker(), edit.text(), Boolean.toString(edit.privileged()));
      }
      case "set-mode" -> {
        Step.SetMode set = (Step.SetMode) step;
        yield List.of(set.file(), set.mode());
      }
      case "move-aside" -> List.of(((Step.MoveAside) step).file());
      case "stop-process" -> List.of(((Step.StopProcess) step).pids());
      default -> List.of(((Step.Tell) step).text());
    };
  }

  static Step of(String kind, List<String> fields) {
    if (ServiceStep.is(kind)) {
      return ServiceStep.of(kind, fields);
    }
    if (FileStep.is(kind)) {
      return FileStep.of(kind, fields);
    }
    return switch (kind) {
      case "run" -> {
        int touched = 2 + Integer.parseInt(fields.get(1));
        int argv = touched + 1 + Integer.parseInt(fields.get(touched));
        yield new Step.Run(
            fields.subList(argv, fields.size()),
            Boolean.parseBoolean(fields.get(0)),
            fields.subList(2, touched),
            fields.subList(touched + 1, argv));
      }
      case "set-env" -> new Step.SetEnv(fields.get(0), fields.get(1), fields.get(2));
      case "edit-block" ->
          new Step.EditBlock(
              fields.get(0), fields.get(1), fields.get(2), Boolean.parseBoolean(fields.get(3)));
      case "set-mode" -> new Step.SetMode(fields.get(0), fields.get(1));
      case "move-aside" -> new Step.MoveAside(fields.get(0));
      case "stop-process" -> new Step.StopProcess(fields.get(0));
      case "tell" -> new Step.Tell(fields.get(0));
      default -> throw new Catalog.BadCard("there is no step of the kind " + kind);
    };
  }
}
