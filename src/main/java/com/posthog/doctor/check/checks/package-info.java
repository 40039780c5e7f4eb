/** Judges the checks themselves: the cards that others bring along. */
@NullMarked
package com.posthog.doctor.check.checks;

import org.jspecify.annotations.NullMarked;
