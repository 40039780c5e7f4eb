/** Judges the processes of the app that run on the host, by what their web servers answer. */
@NullMarked
package com.posthog.doctor.check.app;

import org.jspecify.annotations.NullMarked;
