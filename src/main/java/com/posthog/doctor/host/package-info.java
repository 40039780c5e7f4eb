/**
 * The world: {@link com.posthog.doctor.host.Host} looks, {@link com.posthog.doctor.host.Hands}
 * touches.
 */
@NullMarked
package com.posthog.doctor.host;

import org.jspecify.annotations.NullMarked;
