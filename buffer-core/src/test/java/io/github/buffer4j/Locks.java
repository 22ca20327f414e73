package io.github.buffer4j;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** What a buffer's lock, be it one that spins or one that parks, tells of the threads that use it. */
final class Locks {

    private Locks() {}

    static boolean isLocked(Lock lock) {
        return lock instanceof SpinLock spinLock ? spinLock.isLocked() : ((ReentrantLock) lock).isLocked();
    }

    static boolean hasQueuedThreads(Lock lock) {
        return lock instanceof SpinLock spinLock
                ? spinLock.hasQueuedThreads()
                : ((ReentrantLock) lock).hasQueuedThreads();
    }

    static boolean hasQueuedThread(Lock lock, Thread thread) {
        return lock instanceof SpinLock spinLock
                ? spinLock.line.hasQueuedThread(thread) || LockSupport.getBlocker(thread) == spinLock
                : ((ReentrantLock) lock).hasQueuedThread(thread);
    }
}
