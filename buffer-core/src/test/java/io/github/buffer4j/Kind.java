package io.github.buffer4j;

/** The kinds of buffer, for tests that are common to them. */
enum Kind {
    BLOCK {
        @Override
        <E> AbstractBuffer<E> create(BufferBuilder<E> options, int capacity) {
            return options.block(capacity);
        }
    },
    RING {
        @Override
        <E> AbstractBuffer<E> create(BufferBuilder<E> options, int capacity) {
            return options.ring(capacity);
        }
    },
    GROWABLE {
        @Override
        <E> AbstractBuffer<E> create(BufferBuilder<E> options, int capacity) {
            return options.growable(Math.min(2, capacity), capacity);
        }
    };

    abstract <E> AbstractBuffer<E> create(BufferBuilder<E> options, int capacity);

    <E> AbstractBuffer<E> create(int capacity) {
        return create(Buffer.builder(), capacity);
    }

    boolean makesWait(Waiter waiter) {
        return this == BLOCK || !waiter.writes();
    }

    BytesBuffer bytes(int capacity) {
        BytesBufferBuilder options = BytesBuffer.builder();
        return switch (this) {
            case BLOCK -> options.block(capacity);
            case RING -> options.ring(capacity);
            case GROWABLE -> options.growable(Math.min(2, capacity), capacity);
        };
    }
}
