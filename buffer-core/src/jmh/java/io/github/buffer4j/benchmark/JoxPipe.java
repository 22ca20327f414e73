package io.github.buffer4j.benchmark;

import com.softwaremill.jox.Channel;

/** A buffered channel of Jox. */
record JoxPipe(Channel<Integer> channel) implements Pipe {

    @Override
    public void put(Integer element) throws InterruptedException {
        channel.send(element);
    }

    @Override
    public Integer take() throws InterruptedException {
        return channel.receive();
    }
}
