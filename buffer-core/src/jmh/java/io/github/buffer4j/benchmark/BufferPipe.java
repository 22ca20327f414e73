package io.github.buffer4j.benchmark;

import io.github.buffer4j.Buffer;

/** A buffer of this project. */
record BufferPipe(Buffer<Integer> buffer) implements Pipe {

    @Override
    public void put(Integer element) throws InterruptedException {
        buffer.add(element);
    }

    @Override
    public Integer take() throws InterruptedException {
        return buffer.next();
    }

    @Override
    public void putAll(Integer[] elements) throws InterruptedException {
        buffer.write(elements);
    }

    @Override
    public int takeSome(Integer[] target) throws InterruptedException {
        return buffer.read(target, 0, target.length);
    }
}
