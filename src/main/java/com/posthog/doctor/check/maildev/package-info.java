/** Judges maildev. */
@NullMarked
package com.posthog.doctor.check.maildev;

import org.jspecify.annotations.NullMarked;
