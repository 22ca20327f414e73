package io.github.buffer4j.spring.listener;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hands the elements of leased items, or their envelopes, to another invocation. */
record LeasedInvocation(Invocation invocation) implements Invocation {

    @Override
    public boolean takesEnvelopes() {
        return invocation.takesEnvelopes();
    }

    @Override
    public boolean takesBatches() {
        return invocation.takesBatches();
    }

    @Override
    public @Nullable Object invoke(List<?> items) throws Exception {
        return invocation.invoke(observed(items));
    }

    @Override
    public @Nullable Object invoke(Object item) throws Exception {
        return invocation.invoke(unwrapped(item));
    }

    @Override
    public void beforeInterrupt() {
        invocation.beforeInterrupt();
    }

    @Override
    public Object element(Object item) {
        return ((Leased) item).envelope().element();
    }

    @Override
    public List<?> observed(List<?> items) {
        return items.stream().map(this::unwrapped).toList();
    }

    @Override
    public int redeliveries(Object item) {
        return ((Leased) item).redeliveries();
    }

    private Object unwrapped(Object item) {
        return takesEnvelopes() ? ((Leased) item).envelope() : element(item);
    }
}
