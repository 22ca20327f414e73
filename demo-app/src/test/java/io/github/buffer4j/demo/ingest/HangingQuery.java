package io.github.buffer4j.demo.ingest;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Simulates a database whose first export hangs until its statement is cancelled. */
final class HangingQuery implements BeanPostProcessor {

    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final AtomicBoolean first = new AtomicBoolean(true);

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource database ? new Hanging(database) : bean;
    }

    private Connection hanging(Connection connection) {
        return proxy(Connection.class, (proxy, method, arguments) -> {
            Object result = invoke(connection, method, arguments);
            return result instanceof PreparedStatement statement
                            && "SELECT content FROM log_line ORDER BY id".equals(arguments[0])
                    ? hanging(statement)
                    : result;
        });
    }

    private PreparedStatement hanging(PreparedStatement statement) {
        return proxy(PreparedStatement.class, (proxy, method, arguments) -> {
            if (method.getName().equals("cancel")) {
                cancelled.countDown();
            }
            if (method.getName().equals("executeQuery") && first.compareAndSet(true, false)) {
                cancelled.await();
                throw new SQLException("The statement was cancelled", "57014");
            }
            return invoke(statement, method, arguments);
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private final class Hanging extends DelegatingDataSource {

        Hanging(DataSource database) {
            super(database);
        }

        @Override
        public Connection getConnection() throws SQLException {
            return hanging(super.getConnection());
        }
    }
}
