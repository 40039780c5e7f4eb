/** Keeps the facts of an examination in a file, and gives them back. */
@NullMarked
package com.posthog.doctor.probe.snapshot;

import org.jspecify.annotations.NullMarked;
