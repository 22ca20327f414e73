package io.github.buffer4j;

import java.util.Random;

/** The seed that is new in each run. To run with one again: {@code -Dbuffer4j.test.seed=...} */
final class Seed {

    static final long OF_THIS_RUN = Long.getLong("buffer4j.test.seed", new Random().nextLong());

    static {
        System.out.println("buffer4j.test.seed=" + OF_THIS_RUN);
    }

    private Seed() {}
}
