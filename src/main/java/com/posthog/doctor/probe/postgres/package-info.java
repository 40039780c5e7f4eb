/** Asks Postgres with its own driver, and reads what the checkout declares of its databases. */
@NullMarked
package com.posthog.doctor.probe.postgres;

import org.jspecify.annotations.NullMarked;
