package com.posthog.doctor.host;

import java.time.Instant;

/**
 * A process, told from a later one with the same number by its start and its command.
 *
 * @param command its program and, where that can be told, its arguments
 */
public record Running(long pid, Instant started, String command) {}
