/** What judges the variables that the app is started with. */
@NullMarked
package com.posthog.doctor.check.env;

import org.jspecify.annotations.NullMarked;
