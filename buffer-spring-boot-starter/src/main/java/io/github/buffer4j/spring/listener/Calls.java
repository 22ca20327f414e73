package io.github.buffer4j.spring.listener;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls the method of a listener: observed, until its result is there, which is written to the next buffer. */
final class Calls {

    private final Invocation invocation;
    private final Results results;
    private final ListenerObserver observer;
    private final boolean observed;

    Calls(Invocation invocation, Results results, ListenerObserver observer) {
        this.invocation = invocation;
        this.results = results;
        this.observer = observer;
        this.observed = observer.observesCalls();
    }

    /** Handles one item that is not in a batch. */
    void call(Object item) throws Exception {
        results.write(
                observed
                        ? observer.call(List.of(item), () -> Results.await(invoke(item)))
                        : Results.await(invoke(item)));
    }

    /** Handles the items together. */
    void call(List<?> items) throws Exception {
        results.write(
                observed ? observer.call(items, () -> Results.await(invoke(items))) : Results.await(invoke(items)));
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
