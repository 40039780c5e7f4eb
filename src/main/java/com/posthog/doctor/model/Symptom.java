package com.posthog.doctor.model;

/**
 * What a person sees in a terminal or a log when a check fails.
 *
 * @param text a literal or a regular expression
 * @param regex whether the text is a regular expression
 */
public record Symptom(String text, boolean regex) {}
