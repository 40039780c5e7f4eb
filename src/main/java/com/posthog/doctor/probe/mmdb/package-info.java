/** Reads the GeoIP database. */
@NullMarked
package com.posthog.doctor.probe.mmdb;

import org.jspecify.annotations.NullMarked;
