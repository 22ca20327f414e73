package io.github.buffer4j.spring.pipeline;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.TaskRejectedException;

/**
 * An application with a task executor, terminated by {@link ExecutorShutdownTest}. Records the accepted tasks, those
 * that have run, and those whose futures were cancelled. The arguments are a scenario, a directory, a seed, and
 * properties.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ExecutorApplication {

    static final int TASKS = 12_000;

    private static final int RUN = 50;
    private static final long TASK_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    private static Journal accepted;
    private static Journal handled;
    private static Journal cancelled;
    private static boolean futuresOnly;

    public static void main(String[] arguments) throws Exception {
        accepted = new Journal(Path.of(arguments[1], "accepted"), true);
        handled = new Journal(Path.of(arguments[1], "handled"), false);
        cancelled = new Journal(Path.of(arguments[1], "cancelled"), false);
        futuresOnly = Scenario.valueOf(arguments[0]).cut;
        SpringApplication.run(ExecutorApplication.class, Arrays.copyOfRange(arguments, 3, arguments.length));
    }

    /** The threads, and whether there is time for all tasks. */
    enum Scenario {
        PLATFORM(false),
        VIRTUAL(false),
        PLATFORM_CUT_OFF(true),
        VIRTUAL_CUT_OFF(true);

        final boolean cut;

        Scenario(boolean cut) {
            this.cut = cut;
        }
    }

    @Bean
    ApplicationListener<ApplicationStartedEvent> tasks(@Qualifier("incomingExecutor") AsyncTaskExecutor executor) {
        return event -> new Thread(() -> submitUntilRejected(executor), "submitter").start();
    }

    /* Nobody asks the submitter to end: the executor refuses its tasks once it is its turn to end. */
    private static void submitUntilRejected(AsyncTaskExecutor executor) {
        for (int first = 0; ; first += RUN) {
            int next = first;
            try {
                for (; next < first + RUN; next++) {
                    submit(executor, next);
                }
            } catch (TaskRejectedException e) {
                return;
            } finally {
                accepted.append(first, next - first);
            }
        }
    }

    /* A task that was cut off may have run although it was cancelled, which only a future tells apart. */
    private static void submit(AsyncTaskExecutor executor, int number) {
        if (!futuresOnly && number % 2 == 0) {
            executor.execute(() -> {
                LockSupport.parkNanos(TASK_NANOS);
                handled.append(number, 1);
            });
        } else {
            CompletableFuture<Void> unused = executor.submitCompletable(() -> LockSupport.parkNanos(TASK_NANOS))
                    .whenComplete((result, failure) -> (failure == null ? handled : cancelled).append(number, 1));
        }
    }
}
