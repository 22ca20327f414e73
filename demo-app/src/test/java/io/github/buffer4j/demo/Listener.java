package io.github.buffer4j.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client of a stream of events, over a plain socket. */
public final class Listener implements AutoCloseable {

    private final Socket socket;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> ended;

    public Listener(int port, String path) throws IOException {
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        this.ended = CompletableFuture.runAsync(this::listen, task -> new Thread(task, "listener").start());
    }

    /** Returns all lines received so far, including the head of the response. */
    public List<String> lines() {
        return lines;
    }

    /** Returns whether the stream is open and its first comment has been received. */
    public boolean isOpen() {
        return !ended.isDone() && lines.stream().anyMatch(line -> line.startsWith(":"));
    }

    /** Returns the data of the events received so far. */
    public List<String> events() {
        return lines.stream().filter(line -> line.startsWith("data:")).toList();
    }

    /**
     * Returns a future that completes when the server ends the stream properly, and fails when the connection breaks.
     */
    public CompletableFuture<Void> ended() {
        return ended;
    }

    private void listen() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null && !line.equals("0"); line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
