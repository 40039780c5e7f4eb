/** Acts on Postgres, with its own driver, which is loaded only when that is done. */
@NullMarked
package com.posthog.doctor.fix.postgres;

import org.jspecify.annotations.NullMarked;
