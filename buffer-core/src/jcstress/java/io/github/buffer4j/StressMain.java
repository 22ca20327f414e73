package io.github.buffer4j;

import java.io.IOException;
import java.util.SortedSet;
import java.util.TreeSet;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.grading.ReportUtils;

/**
 * Runs all stress tests. Fails if one of them fails or is skipped: jcstress skips tests for which there are too few
 * processors, and reports success.
 */
final class StressMain {

    private StressMain() {}

    public static void main(String[] args) throws Exception {
        Options options = new Options(args);
        if (!options.parse()) {
            throw new IllegalArgumentException("invalid arguments: " + String.join(" ", args));
        }
        JCStress stress = new JCStress(options);
        stress.run();
        SortedSet<String> left = new TreeSet<>(stress.getTests());
        int tests = left.size();
        for (TestResult result : results(options)) {
            if (!ReportUtils.statusToPassed(result)) {
                throw new AssertionError(result.getName() + " failed");
            }
            left.remove(result.getName());
        }
        if (tests == 0 || !left.isEmpty()) {
            throw new AssertionError("of " + tests + " tests, these did not run: " + left);
        }
        System.out.println("All of " + tests + " tests ran and passed");
    }

    private static Iterable<TestResult> results(Options options) throws IOException, ClassNotFoundException {
        InProcessCollector results = new InProcessCollector();
        DiskReadCollector file = new DiskReadCollector(options.getResultFile(), results);
        try {
            file.dump();
        } finally {
            file.close();
        }
        return results.getTestResults();
    }
}
