package io.github.buffer4j.benchmark;

/** The number of threads that use a pipe, and its capacity. As text: {@code writers+readers@capacity}. */
record Shape(int writers, int readers, int capacity) {

    static Shape of(String text) {
        String[] numbers = text.split("[+@]", -1);
        return new Shape(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), Integer.parseInt(numbers[2]));
    }

    @Override
    public String toString() {
        return writers + "+" + readers + "@" + capacity;
    }
}
