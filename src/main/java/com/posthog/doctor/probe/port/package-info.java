/** Observes ports and processes: who listens where, and who started whom. */
@NullMarked
package com.posthog.doctor.probe.port;

import org.jspecify.annotations.NullMarked;
