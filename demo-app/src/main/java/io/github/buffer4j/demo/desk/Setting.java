package io.github.buffer4j.demo.desk;

import io.github.buffer4j.demo.web.Problems;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * The body of a control.
 *
 * @param value the number that the control sets
 */
record Setting(@Nullable Integer value) {

    /**
     * Returns the value.
     *
     * @throws org.springframework.web.ErrorResponseException if it is missing or out of range
     */
    int between(int min, int max) {
        if (value == null || value < min || value > max) {
            throw Problems.of(HttpStatus.BAD_REQUEST, "value must be " + min + " to " + max, null);
        }
        return value;
    }
}
