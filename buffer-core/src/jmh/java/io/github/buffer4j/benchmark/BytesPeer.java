package io.github.buffer4j.benchmark;

import io.github.buffer4j.BytesBuffer;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import okio.Buffer;
import okio.Pipe;
import org.apache.commons.io.input.QueueInputStream;
import org.apache.commons.io.output.QueueOutputStream;

/** The pipes that are compared. */
enum BytesPeer {
    /** The buffer, called with bytes and arrays. */
    BYTES_BUFFER {
        @Override
        BytesPipe open(int capacity) {
            BytesBuffer buffer = BytesBuffer.block(capacity);
            return new BytesPipe() {

                @Override
                public void write(int value) throws InterruptedException {
                    buffer.add((byte) value);
                }

                @Override
                public void write(byte[] source) throws InterruptedException {
                    buffer.write(source);
                }

                @Override
                public int read() throws InterruptedException {
                    return buffer.next();
                }

                @Override
                public int read(byte[] target) throws InterruptedException {
                    return buffer.read(target);
                }
            };
        }
    },
    /** The streams of the buffer. */
    BYTES_STREAMS {
        @Override
        BytesPipe open(int capacity) {
            BytesBuffer buffer = BytesBuffer.block(capacity);
            return BytesPipe.of(buffer.outputStream(), buffer.inputStream());
        }
    },
    /** The pipe of the JDK. */
    JDK_PIPE {
        @Override
        BytesPipe open(int capacity) throws IOException {
            PipedInputStream in = new PipedInputStream(capacity);
            return BytesPipe.of(new PipedOutputStream(in), in);
        }
    },
    /** The pipe of okio, called with buffers of its own that are filled from arrays and copied to arrays. */
    OKIO {
        @Override
        BytesPipe open(int capacity) {
            return new OkioPipe(new Pipe(capacity));
        }
    },
    /** The streams of commons-io, over a bounded queue of boxed bytes. */
    COMMONS_IO {
        @Override
        BytesPipe open(int capacity) throws IOException {
            BlockingQueue<Integer> queue = new LinkedBlockingQueue<>(capacity);
            return BytesPipe.of(
                    new QueueOutputStream(queue),
                    QueueInputStream.builder()
                            .setBlockingQueue(queue)
                            .setTimeout(Duration.ofMinutes(1))
                            .get());
        }
    },
    /** Two threads that copy and spin, without a lock. */
    COPYING {
        @Override
        BytesPipe open(int capacity) {
            return new CopyingPipe(capacity);
        }
    };

    abstract BytesPipe open(int capacity) throws IOException;

    private static final class OkioPipe implements BytesPipe {

        private final Pipe pipe;
        private final Buffer written = new Buffer();
        private final Buffer read = new Buffer();

        OkioPipe(Pipe pipe) {
            this.pipe = pipe;
        }

        @Override
        public void write(int value) throws IOException {
            written.writeByte(value);
            pipe.sink().write(written, 1);
        }

        @Override
        public void write(byte[] source) throws IOException {
            written.write(source);
            pipe.sink().write(written, source.length);
        }

        @Override
        public int read() throws IOException {
            if (read.exhausted()) {
                pipe.source().read(read, 1);
            }
            return read.readByte() & 0xff;
        }

        @Override
        public int read(byte[] target) throws IOException {
            if (read.exhausted()) {
                pipe.source().read(read, target.length);
            }
            return read.read(target);
        }
    }
}
