/** Observes the object storage of the stack, in the language of S3; nothing here writes. */
@NullMarked
package com.posthog.doctor.probe.storage;

import org.jspecify.annotations.NullMarked;
