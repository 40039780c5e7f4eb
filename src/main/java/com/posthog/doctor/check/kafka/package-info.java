/** Judges the Kafka of the stack. */
@NullMarked
package com.posthog.doctor.check.kafka;

import org.jspecify.annotations.NullMarked;
