/** Observes the container engine, with GET only: nothing here could change a container. */
@NullMarked
package com.posthog.doctor.probe.docker;

import org.jspecify.annotations.NullMarked;
