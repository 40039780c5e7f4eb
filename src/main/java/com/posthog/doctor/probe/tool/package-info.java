/** Observes the programs that the checkout needs, and what it requires of them. */
@NullMarked
package com.posthog.doctor.probe.tool;

import org.jspecify.annotations.NullMarked;
