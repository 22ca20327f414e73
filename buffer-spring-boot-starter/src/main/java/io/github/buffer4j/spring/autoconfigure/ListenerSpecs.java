package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.listener.DeadLetter;
import io.github.buffer4j.spring.listener.ListenerMethod;
import io.github.buffer4j.spring.listener.ListenerSpec;
import io.github.buffer4j.spring.listener.OnFailure;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.retry.RetryPolicySettings;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;

/** Creates the options of listeners for their containers, and rejects those that do not apply or do not fit. */
final class ListenerSpecs {

    /** Maximum number of elements in a batch if none is set. */
    static final int DEFAULT_BATCH = 500;

    /** Factor between two retries if none is set. */
    static final double DEFAULT_MULTIPLIER = 2;

    /** Maximum time before a retry if none is set, and the delay is not longer. */
    static final Duration DEFAULT_MAX_DELAY = Duration.ofSeconds(30);

    private final BeanFactory beanFactory;
    private final Environment environment;
    private final ListenerBuffers buffers;

    ListenerSpecs(BeanFactory beanFactory, Environment environment, ListenerBuffers buffers) {
        this.beanFactory = beanFactory;
        this.environment = environment;
        this.buffers = buffers;
    }

    /**
     * Creates the options of a listener.
     *
     * @throws BufferConfigurationException if an option is invalid
     */
    ListenerSpec create(String id, BufferEntry source, ListenerMethod method, ListenerOptions options) {
        ListenerSpec.Builder builder = ListenerSpec.builder(id, source.name());
        options.ifSet(ListenerOption.CONCURRENCY, builder::concurrency);
        options.ifSet(ListenerOption.START, builder::start);
        options.ifSet(ListenerOption.STOP, builder::stop);
        options.ifSet(ListenerOption.STOP_TIMEOUT, builder::stopTimeout);
        options.ifSet(ListenerOption.OBSERVE, builder::observe);
        ListenerThreads threads = Objects.requireNonNullElse(options.get(ListenerOption.THREADS), ListenerThreads.AUTO);
        builder.virtualThreads(threads.areVirtual(environment));
        if (method.takesBatches()) {
            setBatch(builder, options);
        } else {
            setOrder(builder, source, method, options);
        }
        setRetry(builder, options);
        setDeadLetter(builder, source, options);
        return builder.sendTo(sendTo(source, method, options)).build();
    }

    private static void setBatch(ListenerSpec.Builder builder, ListenerOptions options) {
        String reason = "it does not apply to a method that takes batches";
        options.refuseOwn(ListenerOption.ORDERED_BY, reason, "Remove it, or let the method take a single element.");
        options.refuseOwn(ListenerOption.SCOPE, reason, "Remove it.");
        options.refuseOwn(ListenerOption.IN_FLIGHT, reason, "Remove it.");
        Integer batch = options.get(ListenerOption.BATCH);
        Duration linger = options.get(ListenerOption.LINGER);
        builder.batch(batch == null ? DEFAULT_BATCH : batch, linger == null ? Duration.ZERO : linger);
        options.ifSet(ListenerOption.SPLIT, builder::split);
    }

    private void setOrder(
            ListenerSpec.Builder builder, BufferEntry source, ListenerMethod method, ListenerOptions options) {
        String reason = "it does not apply to a method that takes single elements";
        String cure = "Remove it, or let the method take a List.";
        options.refuseOwn(ListenerOption.BATCH, reason, cure);
        options.refuseOwn(ListenerOption.LINGER, reason, cure);
        options.refuseOwn(ListenerOption.SPLIT, reason, cure);
        String orderedBy = options.get(ListenerOption.ORDERED_BY);
        if (orderedBy == null) {
            String unordered = "it does not apply without an order by key";
            options.refuseOwn(ListenerOption.SCOPE, unordered, "Remove it, or set the order as well.");
            options.refuseOwn(ListenerOption.IN_FLIGHT, unordered, "Remove it, or set the order as well.");
            return;
        }
        if (source.isShared() && options.get(ListenerOption.SCOPE) == null) {
            throw options.invalid(
                    ListenerOption.ORDERED_BY,
                    "the buffer '" + source.name() + "' is shared, and its elements of one key may be handled in"
                            + " several applications at the same time",
                    "Remove it, or set the option 'scope' to local if it is enough that each application handles its"
                            + " own elements of one key in order.");
        }
        ResolvableType bufferType = buffers.elementType(source);
        ResolvableType elementType = method.elementType().toClass() == Object.class ? bufferType : method.elementType();
        builder.orderedBy(key(orderedBy, elementType, options));
        builder.scope(options.get(ListenerOption.SCOPE));
        options.ifSet(ListenerOption.IN_FLIGHT, builder::inFlight);
    }

    @SuppressWarnings("unchecked")
    private Function<Object, @Nullable Object> key(
            String orderedBy, ResolvableType elementType, ListenerOptions options) {
        if (beanFactory.containsBean(orderedBy) && beanFactory.isTypeMatch(orderedBy, Function.class)) {
            return beanFactory.getBean(orderedBy, Function.class);
        }
        try {
            return ElementKey.of(orderedBy, elementType);
        } catch (IllegalArgumentException e) {
            throw options.invalid(
                    ListenerOption.ORDERED_BY,
                    Objects.requireNonNull(e.getMessage()) + ", and no Function bean has this name",
                    "Use a property of the elements, such as customer.id, or the name of a Function bean.");
        }
    }

    private static void setRetry(ListenerSpec.Builder builder, ListenerOptions options) {
        if (!options.isAnySet(
                ListenerOption.MAX_RETRIES,
                ListenerOption.DELAY,
                ListenerOption.MULTIPLIER,
                ListenerOption.MAX_DELAY,
                ListenerOption.JITTER,
                ListenerOption.EXCEPTION_INCLUDES,
                ListenerOption.EXCEPTION_EXCLUDES)) {
            return;
        }
        RetryPolicySettings settings = new RetryPolicySettings();
        settings.setMultiplier(DEFAULT_MULTIPLIER);
        options.ifSet(ListenerOption.MAX_RETRIES, settings::setMaxRetries);
        options.ifSet(ListenerOption.DELAY, settings::setDelay);
        options.ifSet(ListenerOption.MULTIPLIER, settings::setMultiplier);
        boolean isLong = settings.getDelay().compareTo(DEFAULT_MAX_DELAY) > 0;
        settings.setMaxDelay(isLong ? settings.getDelay() : DEFAULT_MAX_DELAY);
        options.ifSet(ListenerOption.MAX_DELAY, settings::setMaxDelay);
        options.ifSet(ListenerOption.JITTER, settings::setJitter);
        options.ifSet(ListenerOption.EXCEPTION_INCLUDES, settings::setExceptionIncludes);
        options.ifSet(ListenerOption.EXCEPTION_EXCLUDES, settings::setExceptionExcludes);
        builder.retry(settings.createRetryPolicy());
    }

    private @Nullable String sendTo(BufferEntry source, ListenerMethod method, ListenerOptions options) {
        String sendTo = options.get(ListenerOption.SEND_TO);
        if (sendTo == null) {
            return null;
        }
        BufferEntry target = buffer(sendTo, ListenerOption.SEND_TO, options);
        boolean inherited = options.own(ListenerOption.SEND_TO) == null;
        if (inherited && (!method.returnsResults() || target.name().equals(source.name()))) {
            return null;
        }
        if (!method.returnsResults()) {
            throw options.invalid(
                    ListenerOption.SEND_TO,
                    "the method has no result",
                    "Remove it, or let the method return a result.");
        }
        ResolvableType elementType = buffers.elementType(target);
        if (!method.returns(elementType)) {
            throw options.invalid(
                    ListenerOption.SEND_TO,
                    "the result of the method does not fit the buffer '" + target.name() + "' of "
                            + BufferBeans.text(elementType),
                    "Use a buffer of the type of the result, or another result.");
        }
        return target.name();
    }

    /* What the listener itself sets goes with an inherited option only if the two do not contradict each other. */
    private void setDeadLetter(ListenerSpec.Builder builder, BufferEntry source, ListenerOptions options) {
        String deadLetter = options.get(ListenerOption.DEAD_LETTER);
        OnFailure onFailure = options.get(ListenerOption.ON_FAILURE);
        boolean ownDeadLetter = options.own(ListenerOption.DEAD_LETTER) != null;
        boolean ownPolicy = options.own(ListenerOption.ON_FAILURE) != null;
        BufferEntry target = deadLetter == null ? null : buffer(deadLetter, ListenerOption.DEAD_LETTER, options);
        boolean isSource = target != null && target.name().equals(source.name());
        if (isSource && ownDeadLetter) {
            throw options.invalid(
                    ListenerOption.DEAD_LETTER, "the listener reads from this buffer", "Use another buffer.");
        }
        if (isSource) {
            target = null;
            onFailure = onFailure == OnFailure.DEAD_LETTER && !ownPolicy ? null : onFailure;
        }
        if (target != null && onFailure != null && onFailure != OnFailure.DEAD_LETTER) {
            if (ownDeadLetter && ownPolicy) {
                throw options.invalid(
                        ListenerOption.DEAD_LETTER,
                        "it does not apply where a failure leads to something else",
                        "Remove it, or use the policy dead-letter.");
            }
            onFailure = ownDeadLetter ? null : onFailure;
            target = ownDeadLetter ? target : null;
        }
        if (target == null && onFailure == OnFailure.DEAD_LETTER) {
            throw options.invalid(
                    ListenerOption.ON_FAILURE,
                    "there is no buffer for dead letters",
                    "Name it with 'dead-letter' or 'deadLetter', or use another policy.");
        }
        builder.onFailure(onFailure);
        if (target != null) {
            validateDeadLetter(target, source, options);
            builder.deadLetter(target.name());
        }
    }

    private void validateDeadLetter(BufferEntry target, BufferEntry source, ListenerOptions options) {
        ResolvableType elementType = buffers.elementType(target);
        ResolvableType sourceType = buffers.elementType(source);
        ResolvableType failed = elementType.as(DeadLetter.class).getGeneric();
        boolean fits = elementType.toClass().isAssignableFrom(DeadLetter.class)
                && (failed.resolve() == null || sourceType.resolve() == null || failed.isAssignableFrom(sourceType));
        if (!fits) {
            throw options.invalid(
                    ListenerOption.DEAD_LETTER,
                    "the buffer '" + target.name() + "' is of " + BufferBeans.text(elementType),
                    "Use a buffer with the element-type " + DeadLetter.class.getName()
                            + (sourceType.resolve() == null ? "" : "<" + sourceType + ">") + ".");
        }
    }

    private BufferEntry buffer(String name, ListenerOption<String> option, ListenerOptions options) {
        return buffers.get(name, (reason, allowed) -> options.invalid(option, reason, allowed));
    }
}
