package io.github.buffer4j.benchmark;

import io.github.buffer4j.Buffer;
import java.time.Duration;
import java.util.List;

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

    @Override
    public List<Integer> takeBatch(int max, int lingerMillis) throws InterruptedException {
        return buffer.readBatch(max, Duration.ofMillis(lingerMillis));
    }

    @Override
    public boolean offer(Integer element) {
        return buffer.offer(element);
    }

    @Override
    public Integer poll() {
        return buffer.poll();
    }

    @Override
    public int size() {
        return buffer.size();
    }

    @Override
    public Object stats() {
        return buffer.stats();
    }
}
