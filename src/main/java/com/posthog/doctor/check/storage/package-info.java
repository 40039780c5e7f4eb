/** Judges the object storage of the stack. */
@NullMarked
package com.posthog.doctor.check.storage;

import org.jspecify.annotations.NullMarked;
