package io.github.buffer4j;

/**
 * A small program of threads that share a buffer, and a bug that some of its schedules must find.
 *
 * @param name what holds in every schedule, in camel case
 * @param timeouts whether time-outs expire while other threads run, and not only when none can
 * @param program the program
 * @param bug the bug
 */
record FrayScenario(String name, boolean timeouts, Program program, SeededBug bug) {

    /**
     * Ends in every schedule, and throws {@link AssertionError} after a wrong answer. Returns what may differ from
     * schedule to schedule.
     */
    interface Program {
        String run() throws InterruptedException;
    }

    @Override
    public String toString() {
        return name;
    }
}
