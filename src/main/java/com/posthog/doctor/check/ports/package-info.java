/** Judges who holds the ports that PostHog needs. */
@NullMarked
package com.posthog.doctor.check.ports;

import org.jspecify.annotations.NullMarked;
