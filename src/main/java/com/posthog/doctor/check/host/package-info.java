/** Judges the machine itself. */
@NullMarked
package com.posthog.doctor.check.host;

import org.jspecify.annotations.NullMarked;
