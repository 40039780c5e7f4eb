/** Reads the virtual environment, and asks its Python what can be imported. */
@NullMarked
package com.posthog.doctor.probe.python;

import org.jspecify.annotations.NullMarked;
