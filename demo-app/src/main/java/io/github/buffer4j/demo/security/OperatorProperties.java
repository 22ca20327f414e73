package io.github.buffer4j.demo.security;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * Properties of the operator, who may reset and resize buffers.
 *
 * @param username Name of the operator.
 * @param password Password of the operator. If missing or empty, a password is generated and logged at each start.
 * @param maxFailures Number of wrong passwords per remote address that are verified in a window.
 * @param failureWindow Length of the window, which starts with the first wrong password.
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

    /** Omits the password. */
    @Override
    public String toString() {
        return "OperatorProperties[username=" + username + "]";
    }
}
