/** Judges what the test suites need of the services. */
@NullMarked
package com.posthog.doctor.check.tests;

import org.jspecify.annotations.NullMarked;
