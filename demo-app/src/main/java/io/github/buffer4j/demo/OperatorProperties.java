package io.github.buffer4j.demo;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * Who may operate the buffers.
 *
 * @param username Name of the operator.
 * @param password Password of the operator. Left out or empty, one is made at each start and logged.
 */
@ConfigurationProperties("demo.operator")
record OperatorProperties(
        @DefaultValue("operator") String username, @Nullable String password) {

    OperatorProperties {
        if (!StringUtils.hasText(username)) {
            throw new IllegalArgumentException("demo.operator.username must not be empty");
        }
    }

    /** Keeps the password out of messages. */
    @Override
    public String toString() {
        return "OperatorProperties[username=" + username + "]";
    }
}
