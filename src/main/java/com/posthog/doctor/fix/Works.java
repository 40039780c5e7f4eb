package com.posthog.doctor.fix;

import com.posthog.doctor.fix.docker.ContainerWork;
import com.posthog.doctor.fix.kafka.TopicWork;
import com.posthog.doctor.fix.postgres.DatabaseWork;
import com.posthog.doctor.fix.postgres.SqlWork;
import com.posthog.doctor.fix.storage.BucketWork;
import com.posthog.doctor.host.Hands;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.model.Plan;
import com.posthog.doctor.model.ServiceStep;
import java.io.IOException;
import java.util.function.Consumer;

/** The work on containers and servers; each kind is loaded when it is met. */
final class Works {
  private final Host host;
  private final Sight sight;

  Works(Host host, Sight sight) {
    this.host = host;
    this.sight = sight;
  }

  /** The work of this kind of step. */
  Work<?> of(String kind) {
    return switch (kind) {
      case "wait-for" -> new Waiting(host, sight);
      case "sql" -> new SqlWork(sight);
      case "create-database" -> new DatabaseWork(sight);
      case "create-topic" -> new TopicWork(sight);
      case "create-bucket" -> new BucketWork(host, sight);
      default -> new ContainerWork(sight);
    };
  }

  /** What a step would do here. */
  Work.Job look(ServiceStep step) throws Refused, IOException {
    return typed(step).look(step);
  }

  @SuppressWarnings("unchecked") // each kind is paired with its work above
  private Work<ServiceStep> typed(ServiceStep step) {
    return (Work<ServiceStep>) of(step.kind());
  }

  /** Does a step, and keeps the journal of it. */
  Applier.Result perform(
      Plan.Item item, ServiceStep step, Journal journal, Hands hands, Consumer<String> output)
      throws IOException {
    try {
      Work.Job job = look(step);
      if (job.about().isEmpty()) {
        typed(step).perform(step, job.about(), hands, output);
        return Applier.Result.of(Applier.Outcome.APPLIED, "");
      }
      int act = journal.begin(item.remedy().id(), step, job.about());
      try {
        if (typed(step).perform(step, job.about(), hands, output)) {
          journal.done(act);
        } else {
          journal.failed(act);
        }
      } catch (Refused nothing) {
        journal.failed(act);
        throw nothing;
      }
      return Applier.Result.of(Applier.Outcome.APPLIED, "");
    } catch (Refused refused) {
      return Applier.Result.of(Applier.Outcome.FAILED, step.describe() + ": " + refused.sentence());
    }
  }
}
