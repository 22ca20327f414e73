package io.github.buffer4j.demo;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

/** Concurrent clients, each in its own thread. */
public final class Posters {

    private Posters() {}

    public static <T> List<CompletableFuture<T>> parallel(int count, Callable<T> task) {
        return IntStream.range(0, count)
                .mapToObj(
                        i -> CompletableFuture.supplyAsync(() -> call(task), run -> new Thread(run, "poster").start()))
                .toList();
    }

    public static <T> List<T> join(List<CompletableFuture<T>> posters) {
        return posters.stream().map(CompletableFuture::join).toList();
    }

    private static <T> T call(Callable<T> task) {
        try {
            return task.call();
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }
}
