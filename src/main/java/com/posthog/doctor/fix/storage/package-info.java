/** Acts on the object storage, in the language of S3. */
@NullMarked
package com.posthog.doctor.fix.storage;

import org.jspecify.annotations.NullMarked;
