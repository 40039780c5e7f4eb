/** What tells: one writer per format. */
@NullMarked
package com.posthog.doctor.report;

import org.jspecify.annotations.NullMarked;
