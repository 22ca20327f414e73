package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** The lock and its conditions, without a buffer. */
@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop", "JavaUtilDate"})
class SpinLockTest {

    private static final int THREADS = 8;
    private static final int ROUNDS = 100_000;
    private static final long LONG = TimeUnit.MINUTES.toNanos(1);

    private final SpinLock lock = new SpinLock();
    private final Condition condition = lock.newCondition();

    private int entered;
    private int inside;
    private int begun;

    /** A way to take the lock. */
    private interface Locking {
        void lock() throws InterruptedException;
    }

    private <T> T locked(Callable<T> body) throws Exception {
        lock.lock();
        try {
            return body.call();
        } finally {
            lock.unlock();
        }
    }

    private Call<Boolean> taking(Locking locking) {
        return Call.of(() -> {
            locking.lock();
            lock.unlock();
        });
    }

    private Call<Boolean> trying() {
        return Call.of(() -> {
            return lock.tryLock();
        });
    }

    /* A call that waits for the condition, or did so for a short time. */
    private Call<Long> waiting(long nanos) throws Exception {
        int before = locked(() -> begun);
        Call<Long> call = Call.of(() -> locked(() -> {
            begun++;
            return condition.awaitNanos(nanos);
        }));
        await().until(() -> locked(() -> begun) > before);
        return call;
    }

    private void signal() throws Exception {
        locked(() -> {
            condition.signal();
            return true;
        });
    }

    @Test
    void oneThreadIsInsideAtATime() throws Exception {
        List<Call<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Locking locking = List.<Locking>of(lock::lock, lock::lockInterruptibly, this::lockByTrying)
                    .get(i % 3);
            calls.add(Call.of(() -> {
                for (int round = 0; round < ROUNDS; round++) {
                    locking.lock();
                    try {
                        assertThatNobodyIsInside();
                    } finally {
                        lock.unlock();
                    }
                }
            }));
        }
        WaitingContract.results(calls);
        assertThat(entered).isEqualTo(THREADS * ROUNDS);
        assertThat(lock.isLocked()).isFalse();
        assertThat(lock.hasQueuedThreads()).isFalse();
    }

    private void lockByTrying() {
        while (!lock.tryLock()) {
            Thread.onSpinWait();
        }
    }

    private void assertThatNobodyIsInside() {
        if (++inside != 1) {
            throw new AssertionError("two are inside");
        }
        entered++;
        inside--;
    }

    @Test
    void theOwnerTakesItAgain() throws Exception {
        lock.lock();
        lock.lockInterruptibly();
        assertThat(lock.tryLock()).isTrue();
        lock.unlock();
        lock.unlock();
        assertThat(trying().result()).isFalse();
        lock.unlock();
        assertThat(trying().result()).isTrue();
    }

    @Test
    void thoseInLineComeOneAfterTheOther() throws Exception {
        lock.lock();
        List<Call<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int place = i;
            calls.add(Call.of(() -> locked(() -> place == entered++)).awaitQueuedFor(lock));
        }
        lock.unlock();
        assertThat(WaitingContract.results(calls)).containsOnly(true);
    }

    @Test
    void anHeirIsNotOvertaken() throws Exception {
        lock.heir = new Thread();
        assertThat(lock.tryLock()).isFalse();
        lock.heir = Thread.currentThread();
        assertThat(lock.tryLock()).isTrue();
        lock.heir = new Thread();
        assertThat(lock.tryLock()).isTrue();
    }

    @Test
    void whoHasWaitedForLongIsTheHeirNowAndThen() throws Exception {
        lock.lock();
        Call<Boolean> patient = taking(lock::lock);
        Call<Boolean> impatient = taking(lock::lockInterruptibly);
        for (int i = 0; i < 2; i++) {
            awaitHeir(true);
            awaitHeir(false);
        }
        impatient.interrupt();
        assertThat(impatient.failure(InterruptedException.class)).isNotNull();
        lock.unlock();
        patient.result();
        assertThat(lock.heir).isNull();
        assertThat(lock.tryLock()).isTrue();
    }

    private void awaitHeir(boolean present) throws InterruptedException {
        while (lock.heir != null != present) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    @Test
    void anInterruptEndsAWaitInLineAndAtItsHead() throws Exception {
        lock.lock();
        Call<Boolean> head = taking(lock::lockInterruptibly).awaitQueuedFor(lock);
        Call<Boolean> second = taking(lock::lockInterruptibly).awaitQueuedFor(lock);
        Call<Boolean> third = taking(lock::lockInterruptibly).awaitQueuedFor(lock);
        second.interrupt();
        assertThat(second.failure(InterruptedException.class)).isNotNull();
        head.interrupt();
        assertThat(head.failure(InterruptedException.class)).isNotNull();
        lock.unlock();
        third.result();
        assertThat(List.of(second, head)).noneMatch(Call::interruptedAtEnd);
    }

    @Test
    void anInterruptedThreadDoesNotLineUp() throws Exception {
        Call<Boolean> call = taking(() -> {
            Thread.currentThread().interrupt();
            lock.lockInterruptibly();
        });
        assertThat(call.failure(InterruptedException.class)).isNotNull();
        assertThat(call.interruptedAtEnd()).isFalse();
    }

    @Test
    void anInterruptStaysSetWhereItDoesNotEndTheWait() throws Exception {
        lock.lock();
        Call<Boolean> call = taking(lock::lock).awaitQueuedFor(lock);
        call.interrupt();
        call.awaitQueuedFor(lock);
        lock.unlock();
        call.result();
        assertThat(call.interruptedAtEnd()).isTrue();
    }

    @Test
    void withoutMemoryForAPlaceInLineItIsTakenAllTheSame() throws Exception {
        SpinLock full = new SpinLock(new ReentrantLock() {
            private static final long serialVersionUID = 1;

            @Override
            public void lock() {
                throw new OutOfMemoryError("no place in the line");
            }
        });
        full.lock();
        Call<Boolean> call = Call.of(() -> {
            full.lock();
            full.unlock();
        });
        call.awaitQueuedFor(full);
        full.unlock();
        call.result();
        assertThat(full.isLocked()).isFalse();
    }

    @Test
    void aSignalWakesTheOneThatHasWaitedForLongest() throws Exception {
        Call<Long> first = waiting(WaitQueue.FOREVER);
        Call<Long> second = waiting(LONG);
        signal();
        assertThat(first.result()).isPositive();
        assertThat(first.interruptedAtEnd()).isFalse();
        assertThat(second.awaitParked().isDone()).isFalse();
        signal();
        assertThat(second.result()).isBetween(1L, LONG);
    }

    @Test
    void aSignalToAllWakesAll() throws Exception {
        List<Call<Long>> calls = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            calls.add(waiting(i % 2 == 0 ? WaitQueue.FOREVER : LONG));
        }
        locked(() -> {
            condition.signalAll();
            condition.signalAll();
            return true;
        });
        for (Call<Long> call : calls) {
            assertThat(call.result()).isPositive();
        }
    }

    @Test
    void aSignalToNobodyIsForgotten() throws Exception {
        signal();
        assertThat(waiting(TimeUnit.MILLISECONDS.toNanos(50)).result()).isNotPositive();
    }

    @Test
    void aSignalGoesPastThoseWhoGaveUp() throws Exception {
        Call<Long> interrupted = waiting(WaitQueue.FOREVER);
        Call<Long> last = waiting(WaitQueue.FOREVER);
        lock.lock();
        try {
            interrupted.interrupt();
            interrupted.awaitQueuedFor(lock);
            condition.signal();
        } finally {
            lock.unlock();
        }
        assertThat(interrupted.failure(InterruptedException.class)).isNotNull();
        assertThat(interrupted.interruptedAtEnd()).isFalse();
        assertThat(last.result()).isPositive();
    }

    @Test
    void anInterruptAfterTheSignalStaysSet() throws Exception {
        Call<Long> call = waiting(WaitQueue.FOREVER);
        lock.lock();
        try {
            condition.signal();
            call.interrupt();
            call.awaitQueuedFor(lock);
        } finally {
            lock.unlock();
        }
        assertThat(call.result()).isPositive();
        assertThat(call.interruptedAtEnd()).isTrue();
    }

    @Test
    void anInterruptedThreadDoesNotWait() throws Exception {
        Call<Long> call = Call.of(() -> locked(() -> {
            Thread.currentThread().interrupt();
            return condition.awaitNanos(0);
        }));
        assertThat(call.failure(InterruptedException.class)).isNotNull();
        assertThat(call.interruptedAtEnd()).isFalse();
    }

    @Test
    void waitsThatEndInAnyOrderLeaveTheOthersInTheList() throws Exception {
        List<Call<Long>> calls = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            calls.add(waiting(WaitQueue.FOREVER));
        }
        for (int i : List.of(3, 0, 7, 4)) {
            calls.get(i).interrupt();
            assertThat(calls.get(i).failure(InterruptedException.class)).isNotNull();
        }
        for (int i : List.of(1, 2, 5, 6)) {
            signal();
            assertThat(calls.get(i).result()).isPositive();
        }
    }

    @Test
    void whatNobodyNeedsIsNotThere() {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> lock.tryLock(1, TimeUnit.SECONDS));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> condition.await(1, TimeUnit.SECONDS));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> condition.awaitUntil(new Date()));
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(condition::awaitUninterruptibly);
    }
}
