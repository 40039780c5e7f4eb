/**
 * Observes the variables: the shell, the dotenv files of the checkout, and what its start makes of
 * them.
 */
@NullMarked
package com.posthog.doctor.probe.env;

import org.jspecify.annotations.NullMarked;
