package io.github.buffer4j.benchmark;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.Arrays;
import java.util.List;

/** The processor time of the measured threads. That of the process would include the computing threads. */
final class ProcessorTime {

    /* The name prefix of carrier threads: the JDK does not report the processor time of virtual threads. */
    private static final String CARRIER = "ForkJoinPool-";

    private static final ThreadMXBean BEAN = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final long[] ids;

    /** Measures platform threads, or all carrier threads if there are virtual threads among them. */
    ProcessorTime(List<Thread> threads) {
        ids = threads.stream().anyMatch(Thread::isVirtual)
                ? carriers()
                : threads.stream().mapToLong(Thread::threadId).toArray();
    }

    private static long[] carriers() {
        return Arrays.stream(BEAN.getThreadInfo(BEAN.getAllThreadIds()))
                .filter(info -> info != null && info.getThreadName().startsWith(CARRIER))
                .mapToLong(ThreadInfo::getThreadId)
                .toArray();
    }

    /** Returns the time so far, in nanoseconds. */
    long nanos() {
        return Arrays.stream(BEAN.getThreadCpuTime(ids)).sum();
    }
}
