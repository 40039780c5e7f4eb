/** Judges the containers of the stack: whether they run, are healthy, and were not killed. */
@NullMarked
package com.posthog.doctor.check.container;

import org.jspecify.annotations.NullMarked;
