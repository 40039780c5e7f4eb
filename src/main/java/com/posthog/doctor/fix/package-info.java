/**
 * The room that acts: works out what a remedy would do, does it, keeps a journal, and undoes it.
 */
@NullMarked
package com.posthog.doctor.fix;

import org.jspecify.annotations.NullMarked;
