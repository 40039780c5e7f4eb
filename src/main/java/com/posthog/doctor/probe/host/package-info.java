/** Observes the machine itself. */
@NullMarked
package com.posthog.doctor.probe.host;

import org.jspecify.annotations.NullMarked;
