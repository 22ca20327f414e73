package io.github.buffer4j;

import java.util.Random;

/** The seed, which is new in each run. {@code -Dbuffer4j.test.seed=...} sets it. */
final class Seed {

    static final long OF_THIS_RUN = Long.getLong("buffer4j.test.seed", new Random().nextLong());

    static {
        System.out.println("buffer4j.test.seed=" + OF_THIS_RUN);
    }

    private Seed() {}
}
