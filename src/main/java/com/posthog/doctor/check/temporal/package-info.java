/** Judges Temporal. */
@NullMarked
package com.posthog.doctor.check.temporal;

import org.jspecify.annotations.NullMarked;
