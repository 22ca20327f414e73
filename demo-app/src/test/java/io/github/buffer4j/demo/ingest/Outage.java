package io.github.buffer4j.demo.ingest;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Simulates a database outage that begins during a transaction: open connections fail, and new ones are refused. */
final class Outage implements BeanPostProcessor {

    private final AtomicInteger refusals = new AtomicInteger();
    private volatile boolean announced;
    private volatile boolean gone;

    /** Starts the outage at the next commit, which fails. */
    void begin() {
        announced = true;
    }

    void end() {
        announced = false;
        gone = false;
    }

    /** Returns the number of refused connections. */
    int refusals() {
        return refusals.get();
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource database ? new Mortal(database) : bean;
    }

    private static SQLException refusal() {
        return new SQLTransientConnectionException("The database is gone", "08006");
    }

    private final class Mortal extends DelegatingDataSource {

        Mortal(DataSource database) {
            super(database);
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (gone) {
                refusals.incrementAndGet();
                throw refusal();
            }
            return mortal(super.getConnection());
        }

        private Connection mortal(Connection connection) {
            return (Connection) Proxy.newProxyInstance(
                    Connection.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> {
                        if (announced && method.getName().equals("commit")) {
                            gone = true;
                        }
                        if (gone && !method.getName().equals("close")) {
                            throw refusal();
                        }
                        try {
                            return method.invoke(connection, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }
}
