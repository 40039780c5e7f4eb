package com.posthog.doctor.model;

/**
 * One thing that was seen or is needed, and where it was read.
 *
 * @param label what it is: {@code seen}, {@code needed}
 * @param value the value as text, already redacted
 * @param source where it was read: {@code .nvmrc:1}, {@code shell environment}, {@code docker
 *     info}; empty when the label says it
 */
public record Evidence(String label, String value, String source) {}
