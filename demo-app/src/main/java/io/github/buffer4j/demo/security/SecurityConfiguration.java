package io.github.buffer4j.demo.security;

import jakarta.servlet.DispatcherType;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Allows everyone to read and to post lines, and the operator to change buffers and to use the desk. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    /* The desk has no inline script or style, loads nothing from elsewhere, and cannot be framed. */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "connect-src 'self'; img-src 'self'; font-src 'none'; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    /*
     * There is no CSRF token, because there is neither a cookie nor a session that a browser would send implicitly. A
     * browser may have cached credentials of HTTP Basic, but changes require PUT, DELETE or a JSON body, which a
     * foreign page can only send after a preflight, which is rejected. ForeignSiteFilter rejects the remaining
     * requests, mostly forms with lines.
     *
     * All methods are permitted on the application's own paths, so that their controllers respond with 405.
     */
    @Bean
    SecurityFilterChain security(HttpSecurity http, SecurityProblems problems, FailedLogins failedLogins) {
        http.addFilterBefore(new FailedLoginFilter(failedLogins, problems), BasicAuthenticationFilter.class);
        http.authorizeHttpRequests(
                requests -> requests.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers(HttpMethod.GET)
                        .permitAll()
                        .requestMatchers(HttpMethod.HEAD)
                        .permitAll()
                        .requestMatchers(HttpMethod.OPTIONS)
                        .permitAll()
                        .requestMatchers("/lines", "/lines/export", "/lines/live", "/alerts", "/vitals")
                        .permitAll()
                        .requestMatchers("/desk/**")
                        .hasRole(OperatorConfiguration.ROLE)
                        .requestMatchers(EndpointRequest.toAnyEndpoint())
                        .hasRole(OperatorConfiguration.ROLE)
                        .anyRequest()
                        .denyAll());
        http.httpBasic(basic -> basic.authenticationEntryPoint(problems));
        http.exceptionHandling(
                handling -> handling.authenticationEntryPoint(problems).accessDeniedHandler(problems));
        http.sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
        http.csrf(AbstractHttpConfigurer::disable);
        http.logout(AbstractHttpConfigurer::disable);
        http.headers(
                headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY)));
        return http.build();
    }

    @Bean
    FailedLogins failedLogins(OperatorProperties operator) {
        return new FailedLogins(operator, System::nanoTime);
    }

    @Bean
    SecurityProblems securityProblems(
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver handlerExceptionResolver) {
        return new SecurityProblems(handlerExceptionResolver);
    }
}
