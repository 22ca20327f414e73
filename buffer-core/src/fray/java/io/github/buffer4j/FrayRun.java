package io.github.buffer4j;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import kotlin.Unit;
import org.jspecify.annotations.Nullable;
import org.pastalab.fray.core.TestRunner;
import org.pastalab.fray.core.command.Configuration;
import org.pastalab.fray.core.command.ExecutionInfo;
import org.pastalab.fray.core.command.LambdaExecutor;
import org.pastalab.fray.core.command.NetworkDelegateType;
import org.pastalab.fray.core.command.SystemTimeDelegateType;
import org.pastalab.fray.core.randomness.ControlledRandom;
import org.pastalab.fray.core.randomness.RandomnessProvider;

/** Explores schedules of one scenario until one fails. Runs on the JVM that Fray has instrumented. */
final class FrayRun {

    /** The file with the result, in the folder of the run. */
    static final String RESULT = "result.properties";

    /*
     * Time is virtual and advances by this number of nanoseconds each time it is read. A fruitless spin reads its
     * number three times. Where time-outs expire while other threads run, each step reads the time twice.
     */
    private static final long TICK = 10_000;
    private static final long TICK_WITH_TIMEOUTS = 500_000;

    private static final int DAY = 24 * 60 * 60;

    private final FrayScenario scenario;
    private final Map<String, Integer> outcomes = new TreeMap<>();

    private FrayRun(FrayScenario scenario) {
        this.scenario = scenario;
    }

    /** Arguments: the name of the scenario, the number of schedules, the seed of the first one, and a folder. */
    public static void main(String[] arguments) throws IOException {
        FrayRun run = new FrayRun(FrayScenarios.named(arguments[0]));
        Path folder = Path.of(arguments[3]);
        run.explore(Integer.parseInt(arguments[1]), Long.parseLong(arguments[2]), folder);
        Runtime.getRuntime().halt(0);
    }

    private void explore(int schedules, long seed, Path folder) throws IOException {
        PrintStream out = System.out;
        // Fray displays its progress with control characters.
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, Charset.defaultCharset()));
        Configuration configuration = configuration(schedules, seed, folder);
        TestRunner runner = new TestRunner(configuration);
        System.setOut(out);
        long begin = System.nanoTime();
        Throwable failure = runner.run();
        long nanos = System.nanoTime() - begin;
        int explored = configuration.getCurrentIteration() + (failure == null ? 0 : 1);
        write(folder.resolve(RESULT), explored, nanos, failure);
    }

    private Configuration configuration(int schedules, long seed, Path folder) {
        RandomnessProvider randomness = seeded(seed);
        return new Configuration(
                new ExecutionInfo(new LambdaExecutor(this::runOnce), false, false, -1),
                folder,
                schedules,
                DAY,
                new FrayScheduler(randomness.getRandomness()),
                randomness,
                false, // full schedule
                false, // continue after a failure
                true, // no exit after a failure
                false, // replay
                false, // no Fray
                false, // dummy run
                NetworkDelegateType.NONE,
                SystemTimeDelegateType.MOCK,
                scenario.timeouts() ? TICK_WITH_TIMEOUTS : TICK,
                !scenario.timeouts(), // time-outs expire only when no thread can run
                true, // sleep as yield
                false, // reset the class loader
                false, // redirect the output
                false, // abort the other threads at the end of the main one
                false, // hashes of stack traces
                null);
    }

    /* Each schedule has its own seed, so that a failed one can be repeated alone. */
    private static RandomnessProvider seeded(long first) {
        long[] next = {first};
        return () -> new ControlledRandom(
                new ArrayList<>(), new ArrayList<>(), new Random(new SplittableRandom(next[0]++).nextLong()));
    }

    private Unit runOnce() {
        try {
            outcomes.merge(scenario.program().run(), 1, Integer::sum);
        } catch (InterruptedException e) {
            throw new AssertionError("this thread is never interrupted", e);
        }
        return Unit.INSTANCE;
    }

    private void write(Path file, int explored, long nanos, @Nullable Throwable failure) throws IOException {
        Properties result = new Properties();
        result.setProperty("explored", Integer.toString(explored));
        result.setProperty("nanos", Long.toString(nanos));
        result.setProperty(
                "outcomes",
                outcomes.entrySet().stream()
                        .map(outcome -> outcome.getValue() + " of [" + outcome.getKey() + "]")
                        .collect(Collectors.joining(", ")));
        result.setProperty("distinct", Integer.toString(outcomes.size()));
        if (failure != null) {
            result.setProperty("failure", failure.toString());
        }
        try (Writer writer = Files.newBufferedWriter(file)) {
            result.store(writer, null);
        }
    }
}
