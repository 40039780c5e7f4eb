/** Judges the Postgres of the stack and what is kept in it. */
@NullMarked
package com.posthog.doctor.check.postgres;

import org.jspecify.annotations.NullMarked;
