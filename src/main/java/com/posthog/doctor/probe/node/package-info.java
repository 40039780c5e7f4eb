/** Reads what pnpm has installed. */
@NullMarked
package com.posthog.doctor.probe.node;

import org.jspecify.annotations.NullMarked;
