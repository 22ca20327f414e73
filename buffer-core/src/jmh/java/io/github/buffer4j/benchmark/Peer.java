package io.github.buffer4j.benchmark;

import com.conversantmedia.util.concurrent.DisruptorBlockingQueue;
import com.softwaremill.jox.Channel;
import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import kotlinx.coroutines.channels.BufferOverflow;
import kotlinx.coroutines.channels.ChannelKt;
import org.jctools.queues.MpmcArrayQueue;
import org.jctools.queues.SpscArrayQueue;

/** The pipes that are compared. */
enum Peer {
    BLOCK_BUFFER {
        @Override
        Pipe open(Shape shape) {
            return new BufferPipe(new BlockBuffer<>(shape.capacity()));
        }
    },
    /** The buffer with tracking of ages. */
    BLOCK_BUFFER_WITH_AGE {
        @Override
        Pipe open(Shape shape) {
            return new BufferPipe(Buffer.<Integer>builder().trackAge(true).block(shape.capacity()));
        }
    },
    ARRAY_BLOCKING_QUEUE {
        @Override
        Pipe open(Shape shape) {
            return new QueuePipe(new ArrayBlockingQueue<>(shape.capacity()));
        }
    },
    LINKED_BLOCKING_QUEUE {
        @Override
        Pipe open(Shape shape) {
            return new QueuePipe(new LinkedBlockingQueue<>(shape.capacity()));
        }
    },
    /** Unbounded. */
    LINKED_TRANSFER_QUEUE {
        @Override
        Pipe open(Shape shape) {
            return new QueuePipe(new LinkedTransferQueue<>());
        }
    },
    CONVERSANT {
        @Override
        Pipe open(Shape shape) {
            return new QueuePipe(new DisruptorBlockingQueue<>(shape.capacity()));
        }
    },
    DISRUPTOR {
        @Override
        Pipe open(Shape shape) {
            if (shape.readers() != 1) {
                throw new IllegalArgumentException("the Disruptor delivers all elements to each reader: " + shape);
            }
            return new DisruptorPipe(shape.capacity(), shape.writers() == 1);
        }
    },
    JOX {
        @Override
        Pipe open(Shape shape) {
            return new JoxPipe(Channel.newBufferedChannel(shape.capacity()));
        }
    },
    KOTLIN {
        @Override
        Pipe open(Shape shape) {
            return new KotlinPipe(ChannelKt.Channel(shape.capacity(), BufferOverflow.SUSPEND, null));
        }
    },
    /** Spins instead of blocking. */
    JCTOOLS_MPMC {
        @Override
        Pipe open(Shape shape) {
            return new SpinningPipe(new MpmcArrayQueue<>(shape.capacity()));
        }
    },
    /** Spins instead of blocking, for a single writer and a single reader. */
    JCTOOLS_SPSC {
        @Override
        Pipe open(Shape shape) {
            if (shape.writers() != 1 || shape.readers() != 1) {
                throw new IllegalArgumentException("one writer and one reader only: " + shape);
            }
            return new SpinningPipe(new SpscArrayQueue<>(shape.capacity()));
        }
    };

    abstract Pipe open(Shape shape);
}
