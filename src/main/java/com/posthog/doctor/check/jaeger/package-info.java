/** Judges Jaeger. */
@NullMarked
package com.posthog.doctor.check.jaeger;

import org.jspecify.annotations.NullMarked;
