package io.github.buffer4j.demo;

import java.time.Instant;

/**
 * A sample of the running JVM.
 *
 * @param time when it was taken
 * @param name what was measured
 * @param value how much
 * @param unit of what
 */
public record Vital(Instant time, String name, double value, String unit) {}
