/** Judges the Redis servers of the stack. */
@NullMarked
package com.posthog.doctor.check.redis;

import org.jspecify.annotations.NullMarked;
