package io.github.buffer4j.demo.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.event.AuthenticationFailureBadCredentialsEvent;
import org.springframework.security.authentication.event.AuthenticationSuccessEvent;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

@ExtendWith(OutputCaptureExtension.class)
class FailedLoginsTest {

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final FailedLogins logins = new FailedLogins(new OperatorProperties("operator", null, 3, WINDOW), now::get);

    @Test
    void aLoginWaitsForTheEndOfTheWindowAfterTooManyFailures() {
        Authentication login = login("operator", "10.0.0.1");
        fail(login);
        pass(Duration.ofSeconds(20));
        fail(login);
        assertThat(logins.waitOf(login)).isZero();
        fail(login);
        assertThat(logins.waitOf(login)).isEqualTo(Duration.ofSeconds(40));
        pass(Duration.ofSeconds(40));
        assertThat(logins.waitOf(login)).isZero();
    }

    @Test
    void aNewWindowBeginsWhenTheFormerIsOver() {
        Authentication login = login("operator", "10.0.0.1");
        fail(login);
        fail(login);
        pass(WINDOW.plusNanos(1));
        fail(login);
        assertThat(logins.waitOf(login)).isZero();
        fail(login);
        fail(login);
        assertThat(logins.waitOf(login)).isEqualTo(WINDOW);
    }

    @Test
    void otherLoginsDoNotWait() {
        for (int i = 0; i < 3; i++) {
            fail(login("operator", "10.0.0.1"));
        }
        assertThat(logins.waitOf(login("operator", "10.0.0.2"))).isZero();
        assertThat(logins.waitOf(login("other", "10.0.0.1"))).isZero();
    }

    @Test
    void aSuccessfulLoginResetsTheCount() {
        Authentication login = login("operator", "10.0.0.1");
        fail(login);
        fail(login);
        logins.succeeded(new AuthenticationSuccessEvent(login));
        fail(login);
        assertThat(logins.waitOf(login)).isZero();
    }

    @Test
    void otherNamesOfOneAddressAreCountedTogether() {
        for (String name : List.of("admin", "root", "Operator")) {
            fail(login(name, "10.0.0.1"));
        }
        assertThat(logins.waitOf(login("guest", "10.0.0.1"))).isEqualTo(WINDOW);
        assertThat(logins.waitOf(login("guest", "10.0.0.2"))).isZero();
        assertThat(logins.waitOf(login("operator", "10.0.0.1"))).isZero();
    }

    @Test
    void namesCannotPushAnAddressOut() {
        Authentication login = login("operator", "10.0.0.1");
        for (int i = 0; i < 3; i++) {
            fail(login);
        }
        for (int i = 0; i < 2 * FailedLogins.MAX_ENTRIES; i++) {
            fail(login("name" + i, "10.0.0.1"));
        }
        assertThat(logins.size()).isEqualTo(2);
        assertThat(logins.waitOf(login)).isPositive();
    }

    @Test
    void theTableIsBoundedAndKeepsWhatIsInUse() {
        Authentication login = login("operator", "10.0.0.1");
        for (int i = 0; i < 3; i++) {
            fail(login);
        }
        for (int i = 0; i < 2 * FailedLogins.MAX_ENTRIES; i++) {
            fail(login("operator", "10.1." + i / 256 + "." + i % 256));
            assertThat(logins.waitOf(login)).isPositive();
        }
        assertThat(logins.size()).isEqualTo(FailedLogins.MAX_ENTRIES);
    }

    @Test
    void aNameIsMadeSafeForTheLog(CapturedOutput output) {
        fail(login("o\r\n\u001b[31m\u2028\u202e größe 価格" + "x".repeat(100), "10.0.0.1"));
        assertThat(output.getOut().lines().filter(line -> line.contains("10.0.0.1")))
                .singleElement()
                .asString()
                .endsWith("from 10.0.0.1, for user o???[31m?? größe 価格" + "x".repeat(45));
    }

    private void fail(Authentication login) {
        logins.failed(new AuthenticationFailureBadCredentialsEvent(login, new BadCredentialsException("wrong")));
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private static Authentication login(String user, String address) {
        UsernamePasswordAuthenticationToken login =
                UsernamePasswordAuthenticationToken.unauthenticated(user, "password");
        login.setDetails(new WebAuthenticationDetails(address, null));
        return login;
    }
}
