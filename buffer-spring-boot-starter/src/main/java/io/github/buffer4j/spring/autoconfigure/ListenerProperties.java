package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.spring.listener.ListenerScope;
import io.github.buffer4j.spring.listener.ListenerStart;
import io.github.buffer4j.spring.listener.ListenerStop;
import io.github.buffer4j.spring.listener.OnFailure;
import io.github.buffer4j.spring.listener.Split;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * The properties of a listener under {@code buffers.listeners.<id>}, {@code buffers.instances.<name>.listener} and
 * {@code buffers.defaults.listener}. One that is not set is null.
 */
@ConfigurationPropertiesSource
class ListenerProperties {

    /** Maximum number of elements or batches that are handled at the same time. 1 or more. */
    private @Nullable Integer concurrency;

    /** Maximum number of elements in a batch, for methods that take batches. 1 or more. */
    private @Nullable Integer batch;

    /** Time for which a batch is collected after its first element, for methods that take batches. Zero or more. */
    private @Nullable Duration linger;

    /** Name of the buffer that results are written to. */
    private @Nullable String sendTo;

    /** Function bean or property of the elements whose value is a key; elements of one key are handled in order. */
    private @Nullable String orderedBy;

    /**
     * Where the order of ordered-by holds. Needed for a shared buffer, whose elements of one key may be handled in
     * several applications at the same time.
     */
    private @Nullable ListenerScope scope;

    /**
     * Maximum number of elements out of the buffer with ordered-by. If not set, 16 for each element that may be handled
     * at the same time.
     */
    private @Nullable Integer inFlight;

    /** When the listener starts. */
    private @Nullable ListenerStart start;

    /** Kind of the threads. */
    private @Nullable ListenerThreads threads;

    /** How the listener stops when the application shuts down. */
    private @Nullable ListenerStop stop;

    /**
     * Time for the threads to finish when the application shuts down, from the beginning of the late phase. When it has
     * passed and all buffers have ended, threads that still work are interrupted.
     */
    private @Nullable Duration stopTimeout;

    /** Further tries after a failure. */
    @NestedConfigurationProperty
    private ListenerRetryProperties retry = new ListenerRetryProperties();

    /**
     * What happens to an element after its last try. If not set, dead-letter if there is a buffer for dead letters, and
     * otherwise discard.
     */
    private @Nullable OnFailure onFailure;

    /** Name of the buffer for elements that failed, whose elements are of the type DeadLetter. */
    private @Nullable String deadLetter;

    /** How a batch is split whose last try has failed. */
    private @Nullable Split split;

    /** Whether each call of the method is an observation. */
    private @Nullable Boolean observe;

    public @Nullable Integer getConcurrency() {
        return concurrency;
    }

    public void setConcurrency(@Nullable Integer concurrency) {
        this.concurrency = concurrency;
    }

    public @Nullable Integer getBatch() {
        return batch;
    }

    public void setBatch(@Nullable Integer batch) {
        this.batch = batch;
    }

    public @Nullable Duration getLinger() {
        return linger;
    }

    public void setLinger(@Nullable Duration linger) {
        this.linger = linger;
    }

    public @Nullable String getSendTo() {
        return sendTo;
    }

    public void setSendTo(@Nullable String sendTo) {
        this.sendTo = sendTo;
    }

    public @Nullable String getOrderedBy() {
        return orderedBy;
    }

    public void setOrderedBy(@Nullable String orderedBy) {
        this.orderedBy = orderedBy;
    }

    public @Nullable ListenerScope getScope() {
        return scope;
    }

    public void setScope(@Nullable ListenerScope scope) {
        this.scope = scope;
    }

    public @Nullable Integer getInFlight() {
        return inFlight;
    }

    public void setInFlight(@Nullable Integer inFlight) {
        this.inFlight = inFlight;
    }

    public @Nullable ListenerStart getStart() {
        return start;
    }

    public void setStart(@Nullable ListenerStart start) {
        this.start = start;
    }

    public @Nullable ListenerThreads getThreads() {
        return threads;
    }

    public void setThreads(@Nullable ListenerThreads threads) {
        this.threads = threads;
    }

    public @Nullable ListenerStop getStop() {
        return stop;
    }

    public void setStop(@Nullable ListenerStop stop) {
        this.stop = stop;
    }

    public @Nullable Duration getStopTimeout() {
        return stopTimeout;
    }

    public void setStopTimeout(@Nullable Duration stopTimeout) {
        this.stopTimeout = stopTimeout;
    }

    public ListenerRetryProperties getRetry() {
        return retry;
    }

    public void setRetry(ListenerRetryProperties retry) {
        this.retry = retry;
    }

    public @Nullable OnFailure getOnFailure() {
        return onFailure;
    }

    public void setOnFailure(@Nullable OnFailure onFailure) {
        this.onFailure = onFailure;
    }

    public @Nullable String getDeadLetter() {
        return deadLetter;
    }

    public void setDeadLetter(@Nullable String deadLetter) {
        this.deadLetter = deadLetter;
    }

    public @Nullable Split getSplit() {
        return split;
    }

    public void setSplit(@Nullable Split split) {
        this.split = split;
    }

    public @Nullable Boolean getObserve() {
        return observe;
    }

    public void setObserve(@Nullable Boolean observe) {
        this.observe = observe;
    }
}
