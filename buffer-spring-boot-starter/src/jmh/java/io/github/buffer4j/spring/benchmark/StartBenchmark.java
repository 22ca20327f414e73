package io.github.buffer4j.spring.benchmark;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.boot.WebApplicationType;

/** How long an application takes to start and to stop, with buffers and with as many plain beans. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5)
@Measurement(iterations = 10)
public class StartBenchmark {

    /** How many buffers or plain beans. */
    @Param({"0", "100", "1000"})
    public int beans;

    /** With buffers. */
    @Benchmark
    public void buffers() {
        Application.start(WebApplicationType.NONE, beans, 0).close();
    }

    /** With plain beans. */
    @Benchmark
    public void plainBeans() {
        Application.start(WebApplicationType.NONE, 0, beans).close();
    }
}
