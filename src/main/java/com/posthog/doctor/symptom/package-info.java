/** Recognising symptoms in what programs have printed. */
@NullMarked
package com.posthog.doctor.symptom;

import org.jspecify.annotations.NullMarked;
