/** The hall: the examination reads facts ahead, then lets the rules judge them. */
@NullMarked
package com.posthog.doctor.engine;

import org.jspecify.annotations.NullMarked;
