package com.acme.migration;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import com.lmax.disruptor.util.DaemonThreadFactory;
import java.util.ArrayList;
import java.util.List;

/** Stores rows that several threads publish, through a Disruptor. */
// docs/migration.md
final class DisruptorJournal {

    private static final class Slot {
        private Row row;
    }

    private final Disruptor<Slot> disruptor = new Disruptor<>(
            Slot::new, 1024, DaemonThreadFactory.INSTANCE, ProducerType.MULTI, new BlockingWaitStrategy());
    private final RingBuffer<Slot> ring;
    private final List<Row> batch = new ArrayList<>();

    DisruptorJournal(Store store) {
        disruptor.handleEventsWith((slot, sequence, endOfBatch) -> {
            batch.add(slot.row);
            slot.row = null; // or the ring keeps it reachable
            if (endOfBatch) {
                store.insert(List.copyOf(batch)); // if it throws, the thread ends, and publish is not told
                batch.clear();
            }
        });
        ring = disruptor.start();
    }

    void publish(Row row) {
        ring.publishEvent((slot, sequence, published) -> slot.row = published, row);
    }

    void stop() {
        disruptor.shutdown(); // spins until all rows are stored
    }
}
// end
