/** Judges the processes that a checkout has left behind. */
@NullMarked
package com.posthog.doctor.check.process;

import org.jspecify.annotations.NullMarked;
