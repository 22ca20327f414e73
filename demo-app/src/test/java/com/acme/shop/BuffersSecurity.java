package com.acme.shop;

import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

// docs/operations.md
@Configuration(proxyBeanMethods = false)
class BuffersSecurity {

    @Bean
    @Order(1) // before the chain for the rest of the application
    SecurityFilterChain buffersSecurity(HttpSecurity http) {
        http.securityMatcher(EndpointRequest.to("buffers", "bufferevents"));
        http.authorizeHttpRequests(requests -> {
            requests.requestMatchers(HttpMethod.GET).hasAnyRole("VIEWER", "OPERATOR");
            requests.anyRequest().hasRole("OPERATOR");
        });
        http.httpBasic(Customizer.withDefaults());
        http.csrf(AbstractHttpConfigurer::disable);
        http.sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
        return http.build();
    }
}
// end
