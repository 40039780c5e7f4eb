/** Reads git's own files, and asks git only what no file tells. */
@NullMarked
package com.posthog.doctor.probe.git;

import org.jspecify.annotations.NullMarked;
