/** What judges: cards, the rules declared in them, and the rules written in Java. */
@NullMarked
package com.posthog.doctor.check;

import org.jspecify.annotations.NullMarked;
