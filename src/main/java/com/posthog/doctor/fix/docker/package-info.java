/** Acts on containers, with docker-java, which is loaded only when that is done. */
@NullMarked
package com.posthog.doctor.fix.docker;

import org.jspecify.annotations.NullMarked;
