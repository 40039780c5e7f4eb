/** The nouns of a report: what is said about a machine, without knowing how it was seen. */
@NullMarked
package com.posthog.doctor.model;

import org.jspecify.annotations.NullMarked;
