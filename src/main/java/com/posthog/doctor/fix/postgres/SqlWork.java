package com.posthog.doctor.fix.postgres;

import com.posthog.doctor.fix.Act;
import com.posthog.doctor.fix.Refused;
import com.posthog.doctor.fix.Sight;
import com.posthog.doctor.fix.Undo.Reversal;
import com.posthog.doctor.fix.Undo.Way;
import com.posthog.doctor.fix.Work;
import com.posthog.doctor.host.Hands;
import com.posthog.doctor.model.Prospect;
import com.posthog.doctor.model.Prospect.Effect;
import com.posthog.doctor.model.ServiceStep.Sql;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;

/** Runs one statement in the Postgres of the checkout, and the one that takes it back. */
public final class SqlWork implements Work<Sql> {
  private final Sight sight;

  /** Work on the server that is seen there. */
  public SqlWork(Sight sight) {
    this.sight = sight;
  }

  @Override
  public Job look(Sql step) throws Refused, IOException {
    Map<String, String> about = Server.about(sight);
    String database = step.database().isEmpty() ? about.get("main") : step.database();
    about.put("database", String.valueOf(database));
    about.put("undo", step.undo());
    String note = Server.words(about, String.valueOf(database));
    return new Job(Prospect.of(step, Effect.RUNS, note), about);
  }

  @Override
  public boolean perform(Sql step, Map<String, String> about, Hands hands, Consumer<String> output)
      throws Refused, IOException {
    try (Connected server = connect(about)) {
      return server.transact(step.statement()) != 0;
    }
  }

  private Connected connect(Map<String, String> about) throws Refused, IOException {
    return Server.connect(sight, about, about.getOrDefault("database", ""));
  }

  @Override
  public Reversal reversal(Act act) {
    String undo = act.about().getOrDefault("undo", "");
    return undo.isEmpty()
        ? new Reversal(act, Way.CANNOT, "there is no statement that takes it back", "")
        : new Reversal(act, Way.RESTORES, undo, "");
  }

  @Override
  public void undo(Act act, Hands hands) throws IOException {
    try (Connected server = connect(act.about())) {
      server.transact(act.about().getOrDefault("undo", ""));
    } catch (Refused refused) {
      throw new IOException(refused.sentence(), refused);
    }
  }
}
