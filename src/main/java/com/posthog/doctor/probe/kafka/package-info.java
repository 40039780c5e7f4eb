/** Observes the Kafka of the stack, with its own Admin client; nothing here makes a topic. */
@NullMarked
package com.posthog.doctor.probe.kafka;

import org.jspecify.annotations.NullMarked;
