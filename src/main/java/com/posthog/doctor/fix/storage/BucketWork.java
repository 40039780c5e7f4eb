package com.posthog.doctor.fix.storage;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.facts.StorageFacts;
import com.posthog.doctor.facts.StorageKeys;
import com.posthog.doctor.fix.Act;
import com.posthog.doctor.fix.Refused;
import com.posthog.doctor.fix.Sight;
import com.posthog.doctor.fix.Undo.Reversal;
import com.posthog.doctor.fix.Undo.Way;
import com.posthog.doctor.fix.Work;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Endpoint;
import com.posthog.doctor.host.Hands;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.host.HttpAnswer;
import com.posthog.doctor.host.Signature;
import com.posthog.doctor.model.Prospect;
import com.posthog.doctor.model.Prospect.Effect;
import com.posthog.doctor.model.ServiceStep.CreateBucket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes a bucket, and removes it again as long as nothing is in it. */
public final class BucketWork implements Work<CreateBucket> {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int LARGEST = 1 << 20;
  private static final String FIRST = "max-keys=1";

  private final Host host;
  private final Sight sight;

  /** Work on the server that is seen there. */
  public BucketWork(Host host, Sight sight) {
    this.host = host;
    this.sight = sight;
  }

  @Override
  public Job look(CreateBucket step) throws Refused, IOException {
    String name = step.name();
    if (!name.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
      throw new Refused("no bucket can have this name");
    }
    StorageFacts storage = sight.see(StorageFacts.KEY);
    if (!storage.contact().ready()) {
      throw new Refused("the object storage does not say which buckets it has");
    }
    boolean there =
        storage.buckets().stream().anyMatch(one -> one.name().equals(name) && one.exists());
    if (there) {
      return new Job(Prospect.of(step, Effect.NOTHING, "it is there already"), Map.of());
    }
    Map<String, String> about = new LinkedHashMap<>();
    about.put("checkout", sight.see(CheckoutFacts.KEY).path());
    about.put("address", storage.contact().address());
    about.put("port", Integer.toString(storage.contact().port()));
    about.put("bucket", name);
    String note = "PUT " + endpoint(about).text().replace("tcp:", "http:") + "/" + name;
    return new Job(Prospect.of(step, Effect.RUNS, note), about);
  }

  private static Endpoint endpoint(Map<String, String> about) {
    return Endpoint.tcp(
        String.valueOf(about.get("address")), Integer.parseInt(about.getOrDefault("port", "0")));
  }

  private static String path(Map<String, String> about) {
    return "/" + about.get("bucket");
  }

  @Override
  public boolean perform(
      CreateBucket step, Map<String, String> about, Hands hands, Consumer<String> output)
      throws Refused, IOException {
    if (first(about).isPresent()) {
      return false;
    }
    HttpAnswer answer = send(hands, "PUT", about);
    if (answer.status() / 100 != 2) {
      throw new Refused("the object storage answers HTTP " + answer.status());
    }
    return true;
  }

  /** Whether a bucket holds anything; empty when it is not there. */
  private Optional<Boolean> first(Map<String, String> about) throws Refused, IOException {
    HttpAnswer answer =
        host.get(
            endpoint(about),
            path(about) + "?" + FIRST,
            headers("GET", about, FIRST),
            LARGEST,
            Deadline.in(LIMIT));
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    if (answer.status() == 404) {
      return Optional.empty();
    }
    if (answer.status() != 200 || !text.contains("<ListBucketResult")) {
      throw new Refused("the object storage answers HTTP " + answer.status());
    }
    return Optional.of(text.contains("<Contents>"));
  }

  private HttpAnswer send(Hands hands, String method, Map<String, String> about)
      throws Refused, IOException {
    return hands.send(
        endpoint(about),
        method,
        path(about),
        headers(method, about, ""),
        new byte[0],
        Deadline.in(LIMIT));
  }

  private Map<String, String> headers(String method, Map<String, String> about, String query)
      throws Refused, IOException {
    Optional<SettingsFacts> settings;
    try {
      settings = Optional.of(sight.see(SettingsFacts.KEY));
    } catch (IOException none) {
      settings = Optional.empty();
    }
    StorageKeys keys = new StorageKeys(sight.see(ComposeFacts.KEY), settings);
    Signature signature =
        new Signature(
            keys.accessKey().setting().raw().reveal(),
            keys.secretKey().setting().raw().reveal(),
            keys.region());
    try {
      return signature.headers(method, endpoint(about).host(), path(about), query, host.now());
    } catch (GeneralSecurityException unknown) {
      throw new Refused("this Java cannot sign a request");
    }
  }

  @Override
  public Reversal reversal(Act act) {
    try {
      Optional<Boolean> content = first(act.about());
      if (content.isEmpty()) {
        return new Reversal(act, Way.NOTHING, "it is gone", "");
      }
      return content.get()
          ? new Reversal(act, Way.CANNOT, "there is something in it by now", "")
          : new Reversal(act, Way.RESTORES, "the bucket is empty, and is removed", "");
    } catch (Refused refused) {
      return new Reversal(act, Way.CANNOT, refused.sentence(), "");
    } catch (IOException unseen) {
      return new Reversal(act, Way.CANNOT, String.valueOf(unseen.getMessage()), "");
    }
  }

  @Override
  public void undo(Act act, Hands hands) throws IOException {
    try {
      HttpAnswer answer = send(hands, "DELETE", act.about());
      if (answer.status() / 100 != 2) {
        throw new IOException("the object storage answers HTTP " + answer.status());
      }
    } catch (Refused refused) {
      throw new IOException(refused.sentence(), refused);
    }
  }
}
