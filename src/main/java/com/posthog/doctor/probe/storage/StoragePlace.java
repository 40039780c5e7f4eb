package com.posthog.doctor.probe.storage;

import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.facts.StorageFacts;
import com.posthog.doctor.facts.StorageFacts.Bucket;
import com.posthog.doctor.facts.StorageKeys;
import com.posthog.doctor.probe.ServerProbe;
import com.posthog.doctor.probe.ServiceUrl;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the object storage is, with which keys it is asked and which buckets it should have, as the
 * checkout says.
 */
final class StoragePlace {
  private static final String SERVICE = "objectstorage";
  private static final String BUILT_IN = "built in: the checkout does not say";

  /** {@code s3.bucket.create -name posthog}, and of MinIO {@code mkdir -p /data/posthog}. */
  private static final Pattern MADE =
      Pattern.compile("bucket\\.create -name ([a-z0-9.-]{3,63})|mkdir -p /data/([a-z0-9.-]{3,63})");

  private final Optional<SettingsFacts> settings;
  private final Optional<ComposeFacts.Service> service;
  private final StorageKeys keys;

  StoragePlace(ComposeFacts compose, Optional<SettingsFacts> settings) {
    this.settings = settings;
    this.service = StorageFacts.service(compose);
    this.keys = new StorageKeys(compose, settings);
  }

  ServerProbe.Place place() throws IOException {
    Optional<StorageKeys.Read> url = setting("OBJECT_STORAGE_ENDPOINT");
    if (url.isPresent()) {
      String source = "OBJECT_STORAGE_ENDPOINT (" + url.get().source() + ")";
      ServiceUrl parsed =
          ServiceUrl.parse(url.get().setting().raw().reveal())
              .orElseThrow(() -> new IOException(source + " is not a URL with a host"));
      if (parsed.scheme().equals("https")) {
        throw new IOException(source + " asks for TLS, which is not looked into");
      }
      return new ServerProbe.Place(
          SERVICE, parsed.host(), parsed.port() == 0 ? 80 : parsed.port(), source);
    }
    ComposeFacts.Port port =
        service
            .flatMap(one -> one.ports().stream().findFirst())
            .orElseThrow(
                () -> new IOException("the checkout does not say where its object storage is"));
    return new ServerProbe.Place(SERVICE, "localhost", port.host(), port.source());
  }

  String image() {
    return service.map(ComposeFacts.Service::image).orElse("");
  }

  String imageIn() {
    return service.map(ComposeFacts.Service::source).orElse("");
  }

  StorageKeys keys() {
    return keys;
  }

  private Optional<StorageKeys.Read> setting(String name) {
    return settings
        .flatMap(known -> known.find(name))
        .filter(value -> !value.computed())
        .map(value -> new StorageKeys.Read(value.setting(), value.source()));
  }

  /** The buckets that the checkout uses, each once, with whether it is among these. */
  List<Bucket> buckets(List<String> there) {
    Map<String, String> named = new LinkedHashMap<>();
    String main =
        setting("OBJECT_STORAGE_BUCKET")
            .map(read -> read.setting().raw().reveal())
            .orElse("posthog");
    named.put(
        main,
        setting("OBJECT_STORAGE_BUCKET")
            .map(read -> "OBJECT_STORAGE_BUCKET (" + read.source() + ")")
            .orElse(BUILT_IN));
    String script = service.map(one -> one.entrypoint() + " " + one.command()).orElse("");
    Matcher made = MADE.matcher(script);
    while (made.find()) {
      String bucket = made.group(1) == null ? made.group(2) : made.group(1);
      named.merge(bucket, imageIn(), (old, now) -> old.equals(BUILT_IN) ? now : old);
    }
    List<Bucket> buckets = new ArrayList<>();
    named.forEach((name, source) -> buckets.add(new Bucket(name, source, there.contains(name))));
    return buckets;
  }
}
