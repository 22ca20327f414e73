package io.github.buffer4j.demo.vitals;

import java.time.Instant;

/**
 * A sample of the running JVM.
 *
 * @param time when the sample was taken
 * @param name the name of the measurement
 * @param value the value
 * @param unit the unit of the value
 */
public record Vital(Instant time, String name, double value, String unit) {}
