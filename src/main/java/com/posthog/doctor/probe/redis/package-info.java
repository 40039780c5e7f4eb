/** Observes the Redis servers of the stack, with jedis; nothing here writes. */
@NullMarked
package com.posthog.doctor.probe.redis;

import org.jspecify.annotations.NullMarked;
