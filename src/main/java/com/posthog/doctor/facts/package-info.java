/**
 * What was seen of a machine: one immutable record per kind of fact, each with where it was read.
 */
@NullMarked
package com.posthog.doctor.facts;

import org.jspecify.annotations.NullMarked;
