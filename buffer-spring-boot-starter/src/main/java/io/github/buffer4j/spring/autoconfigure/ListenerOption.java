package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.spring.listener.ListenerScope;
import io.github.buffer4j.spring.listener.ListenerStart;
import io.github.buffer4j.spring.listener.ListenerStop;
import io.github.buffer4j.spring.listener.OnFailure;
import io.github.buffer4j.spring.listener.Split;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An option of a listener.
 *
 * @param key the key, relative to that of the listener
 * @param getter returns the value, null if it is not set
 * @param <T> the type of the value
 */
record ListenerOption<T>(String key, Function<ListenerProperties, @Nullable T> getter) {

    static final ListenerOption<Integer> CONCURRENCY =
            new ListenerOption<>("concurrency", ListenerProperties::getConcurrency);
    static final ListenerOption<Integer> BATCH = new ListenerOption<>("batch", ListenerProperties::getBatch);
    static final ListenerOption<Duration> LINGER = new ListenerOption<>("linger", ListenerProperties::getLinger);
    static final ListenerOption<String> SEND_TO = new ListenerOption<>("send-to", ListenerProperties::getSendTo);
    static final ListenerOption<String> ORDERED_BY =
            new ListenerOption<>("ordered-by", ListenerProperties::getOrderedBy);
    static final ListenerOption<ListenerScope> SCOPE = new ListenerOption<>("scope", ListenerProperties::getScope);
    static final ListenerOption<Integer> IN_FLIGHT = new ListenerOption<>("in-flight", ListenerProperties::getInFlight);
    static final ListenerOption<ListenerStart> START = new ListenerOption<>("start", ListenerProperties::getStart);
    static final ListenerOption<ListenerThreads> THREADS =
            new ListenerOption<>("threads", ListenerProperties::getThreads);
    static final ListenerOption<ListenerStop> STOP = new ListenerOption<>("stop", ListenerProperties::getStop);
    static final ListenerOption<Duration> STOP_TIMEOUT =
            new ListenerOption<>("stop-timeout", ListenerProperties::getStopTimeout);
    static final ListenerOption<Long> MAX_RETRIES = new ListenerOption<>(
            "retry.max-retries", options -> options.getRetry().getMaxRetries());
    static final ListenerOption<Duration> DELAY =
            new ListenerOption<>("retry.delay", options -> options.getRetry().getDelay());
    static final ListenerOption<Double> MULTIPLIER = new ListenerOption<>(
            "retry.multiplier", options -> options.getRetry().getMultiplier());
    static final ListenerOption<Duration> MAX_DELAY = new ListenerOption<>(
            "retry.max-delay", options -> options.getRetry().getMaxDelay());
    static final ListenerOption<Duration> JITTER =
            new ListenerOption<>("retry.jitter", options -> options.getRetry().getJitter());
    static final ListenerOption<List<Class<? extends Throwable>>> EXCEPTION_INCLUDES = new ListenerOption<>(
            "retry.exception-includes", options -> options.getRetry().getExceptionIncludes());
    static final ListenerOption<List<Class<? extends Throwable>>> EXCEPTION_EXCLUDES = new ListenerOption<>(
            "retry.exception-excludes", options -> options.getRetry().getExceptionExcludes());
    static final ListenerOption<OnFailure> ON_FAILURE =
            new ListenerOption<>("on-failure", ListenerProperties::getOnFailure);
    static final ListenerOption<String> DEAD_LETTER =
            new ListenerOption<>("dead-letter", ListenerProperties::getDeadLetter);
    static final ListenerOption<Split> SPLIT = new ListenerOption<>("split", ListenerProperties::getSplit);
    static final ListenerOption<Boolean> OBSERVE = new ListenerOption<>("observe", ListenerProperties::getObserve);
}
