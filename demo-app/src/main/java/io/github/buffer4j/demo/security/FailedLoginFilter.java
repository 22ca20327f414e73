package io.github.buffer4j.demo.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.www.BasicAuthenticationConverter;
import org.springframework.web.filter.OncePerRequestFilter;

/** Rejects a login that must wait after too many wrong passwords, before its password is verified. */
final class FailedLoginFilter extends OncePerRequestFilter {

    private final BasicAuthenticationConverter logins = new BasicAuthenticationConverter();
    private final FailedLogins failedLogins;
    private final SecurityProblems problems;

    FailedLoginFilter(FailedLogins failedLogins, SecurityProblems problems) {
        this.failedLogins = failedLogins;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication login = login(request);
        Duration wait = login == null ? Duration.ZERO : failedLogins.waitOf(login);
        if (wait.isNegative() || wait.isZero()) {
            chain.doFilter(request, response);
        } else {
            problems.refuse(request, response, wait);
        }
    }

    /* Malformed credentials are rejected by the next filter that parses them. */
    private @Nullable Authentication login(HttpServletRequest request) {
        try {
            return logins.convert(request);
        } catch (AuthenticationException e) {
            return null;
        }
    }
}
