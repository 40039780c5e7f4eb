/** Acts on Kafka, with its own client, which is loaded only when that is done. */
@NullMarked
package com.posthog.doctor.fix.kafka;

import org.jspecify.annotations.NullMarked;
