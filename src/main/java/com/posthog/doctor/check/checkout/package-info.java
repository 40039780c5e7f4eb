/** What judges the working copy. */
@NullMarked
package com.posthog.doctor.check.checkout;

import org.jspecify.annotations.NullMarked;
