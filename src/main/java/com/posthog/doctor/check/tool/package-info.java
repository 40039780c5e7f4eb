/** What judges the programs that the checkout needs. */
@NullMarked
package com.posthog.doctor.check.tool;

import org.jspecify.annotations.NullMarked;
