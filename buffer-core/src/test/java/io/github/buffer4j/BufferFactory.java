package io.github.buffer4j;

/** How a contract gets the buffers that it tests. */
interface BufferFactory {

    Kind kind();

    default <E> AbstractBuffer<E> create(int capacity) {
        return kind().create(capacity);
    }

    /** Creates an open buffer with room for eight elements that holds these. */
    default AbstractBuffer<String> open(String... elements) throws InterruptedException {
        AbstractBuffer<String> buffer = create(8);
        buffer.write(elements);
        return buffer;
    }
}
