package io.github.buffer4j.spring.listener;

import io.github.buffer4j.ContextCarrier;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Calls the method of a listener: observed, until its result is there, which is written to the next buffer. All of it
 * runs in the context in which the element was written. A batch runs in none.
 */
final class Calls {

    private final Invocation invocation;
    private final WriterContexts contexts;
    private final Results results;
    private final ListenerObserver observer;
    private final boolean observed;

    Calls(Invocation invocation, WriterContexts contexts, Results results, ListenerObserver observer) {
        this.invocation = invocation;
        this.contexts = contexts;
        this.results = results;
        this.observer = observer;
        this.observed = observer.observesCalls();
    }

    /** Handles one item that is not in a batch. */
    void call(Object item) throws Exception {
        AutoCloseable scope = contexts.restore(item);
        try {
            if (observed) {
                observe(List.of(item), () -> Results.await(invoke(item)));
            } else {
                results.write(Results.await(invoke(item)));
            }
        } finally {
            WriterContexts.close(scope);
        }
    }

    /** Handles the items together. */
    void call(List<?> items) throws Exception {
        if (!invocation.takesBatches()) {
            call(items.get(0));
        } else if (observed) {
            observe(items, () -> Results.await(invoke(items)));
        } else {
            results.write(Results.await(invoke(items)));
        }
    }

    /* The time to write the result is not observed. The result has the context of the observation all the same. */
    private void observe(List<?> called, Callable<@Nullable Object> call) throws Exception {
        List<?> items = invocation.observed(called);
        ContextCarrier carrier = results.carrier();
        if (carrier == null) {
            results.write(observer.call(items, call));
            return;
        }
        @Nullable Object[] context = new Object[1];
        Object result = observer.call(items, () -> {
            Object value = call.call();
            context[0] = carrier.capture();
            return value;
        });
        AutoCloseable scope = WriterContexts.restore(carrier, context[0]);
        try {
            results.write(result);
        } finally {
            WriterContexts.close(scope);
        }
    }

    private @Nullable Object invoke(Object item) throws Exception {
        try {
            return invocation.invoke(item);
        } finally {
            Lane.clearInterrupt();
        }
    }

    private @Nullable Object invoke(List<?> items) throws Exception {
        try {
            return invocation.invoke(items);
        } finally {
            Lane.clearInterrupt();
        }
    }
}
