package io.github.buffer4j.demo.security;

import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.util.StringUtils;

/** Defines the only user, the operator. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OperatorProperties.class)
class OperatorConfiguration {

    static final String ROLE = "OPERATOR";

    private static final Logger LOGGER = LoggerFactory.getLogger(OperatorConfiguration.class);

    @Bean
    PasswordEncoder passwordEncoder() {
        return PasswordEncoderFactories.createDelegatingPasswordEncoder();
    }

    @Bean
    UserDetailsService users(OperatorProperties operator, PasswordEncoder encoder) {
        return new InMemoryUserDetailsManager(User.withUsername(operator.username())
                .password(encoder.encode(password(operator)))
                .roles(ROLE)
                .build());
    }

    private static String password(OperatorProperties operator) {
        String given = operator.password();
        if (given != null && StringUtils.hasText(given)) {
            return given;
        }
        String generated = UUID.randomUUID().toString();
        LOGGER.warn(
                "demo.operator.password is not set: the password of {} until the next start is {}",
                operator.username(),
                generated);
        return generated;
    }
}
