package io.github.buffer4j.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A pipe for bytes. Methods throw whatever the pipe throws. */
interface BytesPipe {

    /** Writes one byte. */
    void write(int value) throws Exception;

    /** Writes a whole array. */
    void write(byte[] source) throws Exception;

    /** Reads one byte, 0 to 255. */
    int read() throws Exception;

    /** Reads 1 or more bytes into an array and returns how many. */
    int read(byte[] target) throws Exception;

    /** Returns a pipe of two streams. */
    static BytesPipe of(OutputStream out, InputStream in) {
        return new BytesPipe() {

            @Override
            public void write(int value) throws IOException {
                out.write(value);
            }

            @Override
            public void write(byte[] source) throws IOException {
                out.write(source);
            }

            @Override
            public int read() throws IOException {
                return in.read();
            }

            @Override
            public int read(byte[] target) throws IOException {
                return in.read(target);
            }
        };
    }
}
