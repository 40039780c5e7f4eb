/** What observes: one probe per kind of fact, one sub-package per system. */
@NullMarked
package com.posthog.doctor.probe;

import org.jspecify.annotations.NullMarked;
