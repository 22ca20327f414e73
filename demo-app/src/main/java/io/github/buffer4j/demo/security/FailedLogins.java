package io.github.buffer4j.demo.security;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.event.AuthenticationFailureBadCredentialsEvent;
import org.springframework.security.authentication.event.AuthenticationSuccessEvent;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/**
 * Logs and counts wrong passwords per remote address: those of the operator, and those of all other names together.
 * After too many failures in a window that starts with the first failure, further logins must wait until the window
 * ends. The table is bounded and evicts the least recently used entry.
 */
final class FailedLogins {

    static final int MAX_ENTRIES = 1000;

    private static final int MAX_NAME = 64;
    private static final Logger LOGGER = LoggerFactory.getLogger(FailedLogins.class);

    private final String operator;
    private final int maxFailures;
    private final Duration window;
    private final LongSupplier nanoTime;

    private final Map<Login, Failures> failures = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Login, Failures> eldest) {
            return size() > MAX_ENTRIES;
        }
    };

    FailedLogins(OperatorProperties properties, LongSupplier nanoTime) {
        this.operator = properties.username();
        this.maxFailures = properties.maxFailures();
        this.window = properties.failureWindow();
        this.nanoTime = nanoTime;
    }

    /** Returns how long a login must wait before its password is verified; zero or negative if it need not wait. */
    synchronized Duration waitOf(Authentication login) {
        Failures former = failures.get(loginOf(login));
        return former == null || former.count() < maxFailures ? Duration.ZERO : left(former);
    }

    @EventListener
    void failed(AuthenticationFailureBadCredentialsEvent event) {
        Login login = loginOf(event.getAuthentication());
        String user = printable(event.getAuthentication().getName());
        LOGGER.warn("Wrong user name or password from {}, for user {}", login.address(), user);
        if (count(login) == maxFailures) {
            LOGGER.warn("Further passwords from {} for user {} are rejected for a while", login.address(), user);
        }
    }

    @EventListener
    synchronized void succeeded(AuthenticationSuccessEvent event) {
        failures.remove(loginOf(event.getAuthentication()));
    }

    synchronized int size() {
        return failures.size();
    }

    private synchronized int count(Login login) {
        Failures former = failures.get(login);
        Failures latter = former == null || left(former).isNegative()
                ? new Failures(nanoTime.getAsLong(), 1)
                : new Failures(former.begin(), former.count() + 1);
        failures.put(login, latter);
        return latter.count();
    }

    private Duration left(Failures former) {
        return window.minusNanos(nanoTime.getAsLong() - former.begin());
    }

    private Login loginOf(Authentication login) {
        String address = login.getDetails() instanceof WebAuthenticationDetails details
                ? String.valueOf(details.getRemoteAddress())
                : "unknown address";
        return new Login(address, operator.equals(login.getName()));
    }

    private static String printable(String name) {
        String start = name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name;
        return start.replaceAll("[^\\p{IsLetter}\\p{IsDigit}\\p{Punct} ]", "?");
    }

    private record Failures(long begin, int count) {}

    private record Login(String address, boolean ofOperator) {}
}
