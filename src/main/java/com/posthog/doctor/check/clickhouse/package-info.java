/** Judges ClickHouse. */
@NullMarked
package com.posthog.doctor.check.clickhouse;

import org.jspecify.annotations.NullMarked;
