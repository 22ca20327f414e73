package io.github.buffer4j.spring;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A client of a shared buffer whose elements are in a local one, and whose server can be taken away. Counts what would
 * be commands.
 */
public final class FakeSharedBuffer implements InvocationHandler {

    private static final Set<String> LOCAL = Set.of("name", "kind", "residenceListener");

    private final Buffer<?> elements;
    private final Buffer<Object> client;
    private final int readersWaiting;
    private final AtomicInteger commands = new AtomicInteger();
    private volatile Runnable onDetach = () -> {};
    private volatile long read;
    private volatile boolean away;
    private volatile boolean available = true;
    private volatile boolean broken;
    private volatile boolean lost;
    private volatile boolean detached;

    /** The interfaces of a client. */
    private interface Client extends Buffer<Object>, SharedBuffer {}

    /**
     * Creates a client.
     *
     * @param elements what the server has
     */
    public FakeSharedBuffer(Buffer<?> elements) {
        this(elements, 2);
    }

    FakeSharedBuffer(Buffer<?> elements, int readersWaiting) {
        this.elements = elements;
        this.readersWaiting = readersWaiting;
        this.client = (Client) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Client.class}, this);
    }

    /** Returns the client, which is also a {@link SharedBuffer}. */
    public Buffer<Object> client() {
        return client;
    }

    /** Returns how many commands the client would have sent. */
    public int commands() {
        return commands.get();
    }

    public boolean isDetached() {
        return detached;
    }

    /** Runs an action when the client is detached. */
    public void onDetach(Runnable action) {
        onDetach = action;
    }

    /** Sets how many elements this client has read. */
    public void setRead(long read) {
        this.read = read;
    }

    public void setAway(boolean away) {
        this.away = away;
    }

    public void setBroken(boolean broken) {
        this.broken = broken;
    }

    public void setLost(boolean lost) {
        this.lost = lost;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        return switch (method.getName()) {
            case "backend" -> "fake";
            case "generation" -> "7f3a";
            case "clientStats" -> new ClientStats(1, readersWaiting, 3, read, 4, 5, 6, 1, available, lost, detached);
            case "activity" -> null;
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "fake";
            case "detach" -> {
                detached = true;
                onDetach.run();
                yield null;
            }
            default ->
                LOCAL.contains(method.getName()) ? call(elements, method, arguments) : command(method, arguments);
        };
    }

    private @Nullable Object command(Method method, Object @Nullable [] arguments) throws Throwable {
        if (detached) {
            BlockBuffer<Object> left = new BlockBuffer<>(elements.capacity());
            left.close();
            return call(left, method, arguments);
        }
        commands.incrementAndGet();
        available = !away;
        if (away) {
            throw new IllegalStateException("The server does not answer");
        }
        if (broken) {
            throw new IllegalStateException("broken");
        }
        return call(elements, method, arguments);
    }

    private static @Nullable Object call(Buffer<?> target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
