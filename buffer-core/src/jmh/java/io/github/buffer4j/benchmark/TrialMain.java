package io.github.buffer4j.benchmark;

import java.util.Map;

/** The process of one trial. Prints each figure on a line of its own: its name, a tab and its value. */
final class TrialMain {

    private TrialMain() {}

    /** Runs the trial. Arguments: the names of the cell, the peer and the load. */
    public static void main(String[] arguments) throws Exception {
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            failure.printStackTrace();
            Runtime.getRuntime().halt(1);
        });
        Trial trial = ComparisonCell.of(arguments[0]).trial().get();
        Map<String, Double> figures = trial.measure(Peer.valueOf(arguments[1]), Load.valueOf(arguments[2]));
        figures.forEach((name, value) -> System.out.println(name + "\t" + value));
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }
}
