package io.github.buffer4j.spring.autoconfigure;

/** The properties of the events of all buffers, under {@code buffers.events}. */
class EventsProperties {

    /** Number of the latest events that are kept, from 1 to 100,000. */
    private int history = 256;

    public int getHistory() {
        return history;
    }

    public void setHistory(int history) {
        this.history = history;
    }
}
