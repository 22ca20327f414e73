package io.github.buffer4j.spring.pipeline;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.spring.BufferRegistry;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A process that starts {@link RestartedApplication} several times, each time in a class loader of its own, which it
 * drops once the application has ended. Prints which class loaders are left, and the threads.
 */
public final class Restarts {

    private static final int COLLECTIONS = 10;
    private static final int STARTS = 4;

    private Restarts() {}

    /**
     * Starts the application.
     *
     * @param arguments whether the starter is in the class loader of the application, too; properties
     */
    public static void main(String[] arguments) throws Exception {
        boolean withStarter = Boolean.parseBoolean(arguments[0]);
        String[] properties = Arrays.copyOfRange(arguments, 1, arguments.length);
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            loaders.add(run(withStarter, properties));
        }
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        System.out.println(loaders.stream()
                .map(loader -> loader.refersTo(null) ? "collected" : "kept")
                .collect(Collectors.joining(", ", "Class loaders: ", "")));
        Thread.getAllStackTraces().keySet().forEach(thread -> System.out.println("Thread: " + thread.getName()));
    }

    private static WeakReference<ClassLoader> run(boolean withStarter, String... properties) throws Exception {
        List<URL> urls = new ArrayList<>();
        urls.add(location(Restarts.class));
        if (withStarter) {
            urls.add(location(BufferRegistry.class));
            urls.add(location(BlockBuffer.class));
        }
        ClassLoader loader = new ChildFirst(urls.toArray(URL[]::new), Restarts.class.getClassLoader());
        FutureTask<@Nullable Void> application = new FutureTask<>(() -> {
            Class<?> main = loader.loadClass(RestartedApplication.class.getName());
            boolean ownStarter = loader.loadClass(Buffer.class.getName()) != Buffer.class;
            if (main.getClassLoader() != loader || ownStarter != withStarter) {
                throw new IllegalStateException("The classes are in the wrong class loader");
            }
            main.getMethod("run", String[].class).invoke(null, (Object) properties);
            return null;
        });
        Thread thread = new Thread(application, "restartedMain");
        thread.setContextClassLoader(loader);
        thread.start();
        application.get();
        thread.join();
        return new WeakReference<>(loader);
    }

    private static URL location(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    private static final class ChildFirst extends URLClassLoader {

        ChildFirst(URL[] urls, ClassLoader parent) {
            super(urls, parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded != null) {
                    return loaded;
                }
                try {
                    return findClass(name);
                } catch (ClassNotFoundException e) {
                    return super.loadClass(name, resolve);
                }
            }
        }
    }
}
