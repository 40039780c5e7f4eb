/** The front door: commands, terminal, exit codes and wiring. */
@NullMarked
package com.posthog.doctor.cli;

import org.jspecify.annotations.NullMarked;
