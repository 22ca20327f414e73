package io.github.buffer4j;

/**
 * A small program of threads that share a buffer, and a bug that some of its schedules must find.
 *
 * @param name the property that holds in every schedule, in camel case
 * @param timeouts whether time-outs expire while other threads run, and not only when none can
 * @param program the program
 * @param bug the bug
 */
record FrayScenario(String name, boolean timeouts, Program program, SeededBug bug) {

    /**
     * Runs the program, which ends in every schedule. Throws {@link AssertionError} if a result is wrong. Returns the
     * outcome, which may differ between schedules.
     */
    interface Program {
        String run() throws InterruptedException;
    }

    @Override
    public String toString() {
        return name;
    }
}
