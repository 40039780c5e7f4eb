package com.posthog.doctor.facts;

import java.util.Optional;

/** The keys with which the app asks the object storage, as the checkout says. */
public final class StorageKeys {
  private static final String BUILT_IN = "built in: the checkout does not say";

  private final Optional<SettingsFacts> settings;
  private final Optional<ComposeFacts.Service> service;

  /** The keys of the settings, else those that the server is started with. */
  public StorageKeys(ComposeFacts compose, Optional<SettingsFacts> settings) {
    this.settings = settings;
    this.service = StorageFacts.service(compose);
  }

  /** A value and where it was read. */
  public record Read(Setting setting, String source) {}

  /** The name of the key. */
  public Read accessKey() {
    return key("OBJECT_STORAGE_ACCESS_KEY_ID", "MINIO_ROOT_USER", "object_storage_root_user");
  }

  /** The secret that belongs to it. */
  public Read secretKey() {
    return key(
        "OBJECT_STORAGE_SECRET_ACCESS_KEY", "MINIO_ROOT_PASSWORD", "object_storage_root_password");
  }

  /** The region that requests are signed for. */
  public String region() {
    return setting("OBJECT_STORAGE_REGION")
        .map(read -> read.setting().raw().reveal())
        .orElse("us-east-1");
  }

  /** A key of the settings, else what the server is started with, else the known one. */
  private Read key(String variable, String started, String known) {
    Optional<Setting> given =
        service.map(one -> one.environment().get(started)).filter(value -> !value.isEmpty());
    String startedIn = service.map(ComposeFacts.Service::source).orElse("");
    return setting(variable)
        .map(read -> new Read(read.setting(), variable + " (" + read.source() + ")"))
        .or(() -> given.map(value -> new Read(value, started + " (" + startedIn + ")")))
        .orElseGet(() -> new Read(Setting.of(variable, known), BUILT_IN));
  }

  private Optional<Read> setting(String name) {
    return settings
        .flatMap(known -> known.find(name))
        .filter(value -> !value.computed())
        .map(value -> new Read(value.setting(), value.source()));
  }
}
