package io.github.buffer4j.demo.ingest;

import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** A store whose exports are held up or fail before their first line or after each one, and cannot be cancelled. */
class StoppingStore extends LineStore {

    private final Runnable before;
    private final Runnable after;

    StoppingStore(ConfigurableApplicationContext context, Runnable before, Runnable after) {
        super(
                context.getBean(JdbcClient.class),
                context.getBean(JdbcOperations.class),
                context.getBean(DataSource.class),
                context.getBean(TransactionOperations.class));
        this.before = before;
        this.after = after;
    }

    static ApplicationContextInitializer<ConfigurableApplicationContext> beforeFirstLine(Runnable action) {
        return replacing(action, () -> {});
    }

    static ApplicationContextInitializer<ConfigurableApplicationContext> afterEachLine(Runnable action) {
        return replacing(() -> {}, action);
    }

    private static ApplicationContextInitializer<ConfigurableApplicationContext> replacing(
            Runnable before, Runnable after) {
        return context -> ((GenericApplicationContext) context)
                .registerBean("lineStore", LineStore.class, () -> new StoppingStore(context, before, after));
    }

    /** Returns an action that waits for a signal. */
    static Runnable awaiting(CountDownLatch signal) {
        return () -> {
            try {
                signal.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    @Override
    void forEachLine(ExportQuery query, Consumer<String> action) {
        before.run();
        super.forEachLine(query, line -> {
            action.accept(line);
            after.run();
        });
    }
}
