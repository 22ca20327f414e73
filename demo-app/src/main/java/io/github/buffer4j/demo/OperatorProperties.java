package io.github.buffer4j.demo;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * Who may operate the buffers.
 *
 * @param username Name of the operator.
 * @param password Password of the operator. Left out or empty, one is made at each start and logged.
 * @param maxFailures Number of wrong passwords, for the operator and one remote address, that are looked at in a window.
 * @param failureWindow Length of that window, which begins with the first wrong password.
 */
@ConfigurationProperties("demo.operator")
record OperatorProperties(
        @DefaultValue("operator") String username,
        @Nullable String password,
        @DefaultValue("5") int maxFailures,
        @DefaultValue("1m") Duration failureWindow) {

    OperatorProperties {
        if (!StringUtils.hasText(username)) {
            throw new IllegalArgumentException("demo.operator.username must not be empty");
        }
        if (maxFailures < 1) {
            throw new IllegalArgumentException("demo.operator.max-failures must be 1 or more, but is " + maxFailures);
        }
        if (failureWindow.isNegative() || failureWindow.isZero()) {
            throw new IllegalArgumentException(
                    "demo.operator.failure-window must be positive, but is " + failureWindow);
        }
    }

    /** Keeps the password out of messages. */
    @Override
    public String toString() {
        return "OperatorProperties[username=" + username + "]";
    }
}
