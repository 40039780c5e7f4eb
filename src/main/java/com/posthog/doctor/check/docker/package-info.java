/** Judges the container engine and the compose project in it. */
@NullMarked
package com.posthog.doctor.check.docker;

import org.jspecify.annotations.NullMarked;
