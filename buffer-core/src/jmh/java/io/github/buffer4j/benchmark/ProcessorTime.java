package io.github.buffer4j.benchmark;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.Arrays;
import java.util.List;

/** The processor time of some threads: that of the process would have the computing threads in it. */
final class ProcessorTime {

    /* Of the threads that carry virtual threads, whose own time the JDK does not know. */
    private static final String CARRIER = "ForkJoinPool-";

    private static final ThreadMXBean BEAN = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final long[] ids;

    /** The time of platform threads, or that of all carriers if there are virtual ones among the threads. */
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

    /** The time so far, in nanoseconds. */
    long nanos() {
        return Arrays.stream(BEAN.getThreadCpuTime(ids)).sum();
    }
}
