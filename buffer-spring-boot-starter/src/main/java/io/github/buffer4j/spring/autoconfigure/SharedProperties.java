package io.github.buffer4j.spring.autoconfigure;

import java.time.Duration;
import org.springframework.util.unit.DataSize;

/** The properties of a buffer on a server, under {@code shared}. */
class SharedProperties {

    /**
     * Begin of the keys on the server. Applications share a buffer if prefix and name are the same. ASCII letters,
     * digits, dots, dashes and underscores.
     */
    private String prefix = "buffer4j";

    /** Time for the server to answer, tries after a lost connection included. 100ms to 1h. */
    private Duration commandTimeout = Duration.ofSeconds(30);

    /**
     * Time after which an element that a listener has taken and not handled is delivered again. Renewed while the
     * listener is alive, so that it does not limit the time of a call. 1s to 1d.
     */
    private Duration lease = Duration.ofSeconds(30);

    /**
     * Time after which a thread that waits looks at the buffer without a signal. Zero for never, or 100ms or more.
     */
    private Duration safetyLook = Duration.ofSeconds(5);

    /** Largest size of an encoded element. 1B to 256MB. */
    private DataSize maxElementSize = DataSize.ofMegabytes(1);

    /** How elements are encoded, or name of a RedisSerializer bean. */
    private String codec = "json";

    /** What happens if the buffer on the server has another type or capacity. */
    private OnMismatch onMismatch = OnMismatch.FAIL;

    /** What happens to the buffer when the application shuts down. */
    private OnShutdown onShutdown = OnShutdown.DETACH;

    public String getPrefix() {
        return prefix;
    }

    public void setPrefix(String prefix) {
        this.prefix = prefix;
    }

    public Duration getCommandTimeout() {
        return commandTimeout;
    }

    public void setCommandTimeout(Duration commandTimeout) {
        this.commandTimeout = commandTimeout;
    }

    public Duration getLease() {
        return lease;
    }

    public void setLease(Duration lease) {
        this.lease = lease;
    }

    public Duration getSafetyLook() {
        return safetyLook;
    }

    public void setSafetyLook(Duration safetyLook) {
        this.safetyLook = safetyLook;
    }

    public DataSize getMaxElementSize() {
        return maxElementSize;
    }

    public void setMaxElementSize(DataSize maxElementSize) {
        this.maxElementSize = maxElementSize;
    }

    public String getCodec() {
        return codec;
    }

    public void setCodec(String codec) {
        this.codec = codec;
    }

    public OnMismatch getOnMismatch() {
        return onMismatch;
    }

    public void setOnMismatch(OnMismatch onMismatch) {
        this.onMismatch = onMismatch;
    }

    public OnShutdown getOnShutdown() {
        return onShutdown;
    }

    public void setOnShutdown(OnShutdown onShutdown) {
        this.onShutdown = onShutdown;
    }
}
