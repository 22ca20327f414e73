package io.github.buffer4j.demo.ingest;

import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** A store that runs an action before each batch is inserted. */
public class FaultyStore extends LineStore {

    private final Consumer<List<String>> fault;

    FaultyStore(ConfigurableApplicationContext context, Consumer<List<String>> fault) {
        super(
                context.getBean(JdbcClient.class),
                context.getBean(JdbcOperations.class),
                context.getBean(DataSource.class),
                context.getBean(TransactionOperations.class));
        this.fault = fault;
    }

    /** Returns an initializer that replaces the real store. */
    public static ApplicationContextInitializer<ConfigurableApplicationContext> with(Consumer<List<String>> fault) {
        return context -> ((GenericApplicationContext) context)
                .registerBean("lineStore", LineStore.class, () -> new FaultyStore(context, fault));
    }

    @Override
    void insert(List<String> lines) {
        fault.accept(lines);
        super.insert(lines);
    }
}
