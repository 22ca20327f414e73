package io.github.buffer4j.demo.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Rejects requests that a browser sends on behalf of a foreign page. Such a page can resolve its own host name to this
 * machine, so only known hosts are served. It can submit a form without a preflight, so it may not change anything.
 * Listening and exporting count as changes, because they take alerts or a place from others.
 */
final class ForeignSiteFilter extends OncePerRequestFilter {

    private static final Set<String> OWN_HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final Set<String> TAKING = Set.of("/alerts", "/lines/live", "/lines/export");
    private static final Set<String> SAME_SITE = Set.of("same-origin", "none");

    private final Set<String> hosts;
    private final HandlerExceptionResolver resolver;

    ForeignSiteFilter(Collection<String> hosts, HandlerExceptionResolver resolver) {
        this.hosts = Stream.concat(OWN_HOSTS.stream(), hosts.stream())
                .map(host -> host.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
        this.resolver = resolver;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!hosts.contains(request.getServerName().toLowerCase(Locale.ROOT))) {
            refuse(HttpStatus.MISDIRECTED_REQUEST, "This host is not listed in demo.hosts", request, response);
        } else if (changesSomething(request) && isForeign(request)) {
            refuse(HttpStatus.FORBIDDEN, "Pages of other sites may not do this", request, response);
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean changesSomething(HttpServletRequest request) {
        return !READING.contains(HttpMethod.valueOf(request.getMethod())) || TAKING.contains(request.getServletPath());
    }

    private static boolean isForeign(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        return (site != null && !SAME_SITE.contains(site)) || hasForeignOrigin(request);
    }

    private static boolean hasForeignOrigin(HttpServletRequest request) {
        try {
            return CorsUtils.isCorsRequest(request);
        } catch (IllegalArgumentException e) {
            return request.getHeader(HttpHeaders.ORIGIN) != null;
        }
    }

    private void refuse(HttpStatus status, String detail, HttpServletRequest request, HttpServletResponse response) {
        resolver.resolveException(request, response, null, Problems.of(status, detail, null));
    }
}
