package com.posthog.doctor.fix.postgres;

import com.posthog.doctor.facts.PostgresFacts;
import com.posthog.doctor.fix.Act;
import com.posthog.doctor.fix.Refused;
import com.posthog.doctor.fix.Sight;
import com.posthog.doctor.fix.Undo.Reversal;
import com.posthog.doctor.fix.Undo.Way;
import com.posthog.doctor.fix.Work;
import com.posthog.doctor.host.Hands;
import com.posthog.doctor.model.Prospect;
import com.posthog.doctor.model.Prospect.Effect;
import com.posthog.doctor.model.ServiceStep.CreateDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;

/** Makes a database, and removes it again as long as it is empty and nobody uses it. */
public final class DatabaseWork implements Work<CreateDatabase> {
  private static final String ALWAYS_THERE = "postgres";
  private static final int MOST_BYTES = 63;

  private static final String EXISTS = "SELECT count(*) FROM pg_database WHERE datname = ?";
  private static final String USERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = ?";
  private static final String CONTENT =
      "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', ?)";

  private final Sight sight;

  /** Work on the server that is seen there. */
  public DatabaseWork(Sight sight) {
    this.sight = sight;
  }

  @Override
  public Job look(CreateDatabase step) throws Refused, IOException {
    String name = step.name();
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > MOST_BYTES || name.indexOf('\0') >= 0) {
      throw new Refused("no database can have this name");
    }
    Map<String, String> about = Server.about(sight);
    if (sight.see(PostgresFacts.KEY).databases().contains(name)) {
      return new Job(Prospect.of(step, Effect.NOTHING, "it is there already"), Map.of());
    }
    about.put("database", name);
    return new Job(Prospect.of(step, Effect.RUNS, Server.words(about, ALWAYS_THERE)), about);
  }

  @Override
  public boolean perform(
      CreateDatabase step, Map<String, String> about, Hands hands, Consumer<String> output)
      throws Refused, IOException {
    try (Connected server = Server.connect(sight, about, ALWAYS_THERE)) {
      if (server.count(EXISTS, step.name()) > 0) {
        return false;
      }
      server.execute(step.describe());
      return true;
    }
  }

  @Override
  public Reversal reversal(Act act) {
    String name = act.about().getOrDefault("database", "");
    try (Connected server = Server.connect(sight, act.about(), ALWAYS_THERE)) {
      if (server.count(EXISTS, name) == 0) {
        return new Reversal(act, Way.NOTHING, "it is gone", "");
      }
      long users = server.count(USERS, name);
      if (users > 0) {
        return new Reversal(act, Way.CANNOT, "it is in use: connections " + users, "");
      }
    } catch (Refused refused) {
      return new Reversal(act, Way.CANNOT, refused.sentence(), "");
    } catch (IOException unseen) {
      return new Reversal(act, Way.CANNOT, String.valueOf(unseen.getMessage()), "");
    }
    return content(act, name);
  }

  private Reversal content(Act act, String name) {
    try (Connected server = Server.connect(sight, act.about(), name)) {
      long content = server.count(CONTENT, "");
      return content == 0
          ? new Reversal(act, Way.RESTORES, drop(name), "")
          : new Reversal(
              act, Way.CANNOT, "it is not empty: tables, indexes and the like " + content, "");
    } catch (Refused refused) {
      return new Reversal(act, Way.CANNOT, refused.sentence(), "");
    } catch (IOException unseen) {
      return new Reversal(act, Way.CANNOT, String.valueOf(unseen.getMessage()), "");
    }
  }

  private static String drop(String name) {
    return "DROP DATABASE " + CreateDatabase.quoted(name);
  }

  @Override
  public void undo(Act act, Hands hands) throws IOException {
    try (Connected server = Server.connect(sight, act.about(), ALWAYS_THERE)) {
      server.execute(drop(act.about().getOrDefault("database", "")));
    } catch (Refused refused) {
      throw new IOException(refused.sentence(), refused);
    }
  }
}
