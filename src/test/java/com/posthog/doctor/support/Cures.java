package com.posthog.doctor.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The remedies that a test tries from end to end: the fault is made for real, shown, repaired as
 * shown, gone, left alone the second time, and there again after the undoing.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Cures {
  /** The ids of the remedies. */
  String[] value();
}
