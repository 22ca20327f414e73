package io.github.buffer4j.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A post over a plain socket, which can be slow, stall, or be aborted. */
public final class RawPost implements AutoCloseable {

    private final Socket socket;

    public RawPost(int port, long contentLength) throws IOException {
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        send("""
                POST /lines HTTP/1.1\r
                Host: localhost\r
                Content-Length: %d\r
                Connection: close\r
                \r
                """.formatted(contentLength));
    }

    public void send(String text) throws IOException {
        OutputStream output = socket.getOutputStream();
        output.write(text.getBytes(StandardCharsets.UTF_8));
        output.flush();
    }

    /** Returns the response up to the end of the connection. */
    public String answer() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Returns whether the response has begun. */
    public boolean isAnswered() throws IOException {
        return socket.getInputStream().available() > 0;
    }

    /** Closes the connection with a reset. */
    public void breakOff() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
