package io.github.buffer4j.spring.listener;

import io.github.buffer4j.Buffer;
import java.util.List;

/** Each thread takes an element or a batch, and handles it. */
final class UnorderedWork implements Work {

    private static final List<Object> END = List.of();

    private final ThreadedContainer container;
    private final Buffer<Object> buffer;
    private final ListenerSpec spec;
    private final Invocation invocation;
    private final Lane.Source<Object> items;

    UnorderedWork(ThreadedContainer container, Buffer<Object> buffer, Invocation invocation) {
        this.container = container;
        this.buffer = buffer;
        this.spec = container.spec();
        this.invocation = invocation;
        Lane.Source<Object> source = invocation.takesEnvelopes() ? buffer::nextEnvelope : buffer::next;
        this.items = () -> takeItem(source);
    }

    @Override
    public boolean step(Lane lane) {
        return invocation.takesBatches() ? handleBatch(lane) : handleItem(lane);
    }

    private boolean handleItem(Lane lane) {
        Object item = null;
        if (!invocation.takesEnvelopes()) {
            item = buffer.poll();
            lane.reportProgress();
        }
        if (item == null) {
            item = lane.take(items);
        }
        if (item == null || item == END) {
            return item == null;
        }
        lane.setInFlight(1);
        try {
            container.calls().call(item);
        } catch (Exception e) {
            finish(lane, List.of(item), e);
        } catch (Error e) {
            Delivery.of(container, List.of(item), lane).halt(e);
        }
        lane.setInFlight(0);
        return true;
    }

    private boolean handleBatch(Lane lane) {
        List<?> batch = lane.take(this::takeBatch);
        if (batch == null || batch.isEmpty()) {
            return batch == null;
        }
        lane.setInFlight(batch.size());
        try {
            container.calls().call(batch);
        } catch (Exception e) {
            finish(lane, batch, e);
        } catch (Error e) {
            Delivery.of(container, batch, lane).halt(e);
        }
        lane.setInFlight(0);
        return true;
    }

    private void finish(Lane lane, List<?> items, Exception failure) {
        Delivery delivery = Delivery.of(container, items, lane);
        for (long delay = delivery.fail(failure); delay != Delivery.DONE; delay = delivery.run()) {
            Lane.clearInterrupt();
            container.backOff(lane, delay);
        }
    }

    private Object takeItem(Lane.Source<Object> source) throws InterruptedException {
        Object item = container.read(source);
        return item == null ? END : item;
    }

    private List<?> takeBatch() throws InterruptedException {
        List<?> batch = container.read(
                invocation.takesEnvelopes()
                        ? () -> buffer.readEnvelopes(spec.batch(), spec.linger())
                        : () -> buffer.readBatch(spec.batch(), spec.linger()));
        return batch == null ? List.of() : batch;
    }
}
