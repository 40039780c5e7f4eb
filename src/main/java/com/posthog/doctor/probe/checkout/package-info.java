/** Observes the working copy and what it declares. */
@NullMarked
package com.posthog.doctor.probe.checkout;

import org.jspecify.annotations.NullMarked;
