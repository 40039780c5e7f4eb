/** Asks the web servers of the app, and what speaks HTTP beside it. */
@NullMarked
package com.posthog.doctor.probe.app;

import org.jspecify.annotations.NullMarked;
