package io.github.buffer4j.spring.redis;

import io.github.buffer4j.BufferState;
import io.github.buffer4j.BufferStats;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The reply of {@link Script#LOOK}: what is in a buffer, and its totals. */
record Contents(Reply reply) {

    /** All totals. */
    static final String STATS = "stats";

    private static final int FIRST = 14;

    static Contents of(RedisClient client, String what) {
        return new Contents(client.look(Script.LOOK, RedisClient.utf8(what)));
    }

    BufferState state() {
        return reply.state();
    }

    int size() {
        return reply.integer(1);
    }

    int capacity() {
        return reply.integer(2);
    }

    /** Returns whether the buffer has ended and was created anew, so that nothing but its state is known. */
    boolean isFormer() {
        return capacity() == 0;
    }

    <E> List<E> decoded(ElementCodec<E> codec) {
        List<E> elements = new ArrayList<>();
        for (int i = FIRST; i < reply.size(); i++) {
            E element = codec.decode(reply.bytes(i));
            if (element != null) {
                elements.add(element);
            }
        }
        return List.copyOf(elements);
    }

    BufferStats stats(BufferState state, Signals.Waits room, Signals.Waits elements, long rejectedHere) {
        long written = reply.number(4) + reply.number(5);
        long overwritten = reply.number(6);
        long discarded = reply.number(7);
        long dropped = reply.number(8);
        return new BufferStats(
                size(),
                capacity(),
                reply.integer(11),
                reply.integer(12),
                written,
                written - overwritten - discarded - dropped - size(),
                overwritten,
                discarded,
                dropped,
                reply.number(9) + rejectedHere,
                room.waiting(),
                elements.waiting(),
                room.count(),
                room.nanos(),
                elements.count(),
                elements.nanos(),
                OptionalLong.empty(),
                state);
    }
}
