/** Observes ClickHouse with its own driver, reading only. */
@NullMarked
package com.posthog.doctor.probe.clickhouse;

import org.jspecify.annotations.NullMarked;
