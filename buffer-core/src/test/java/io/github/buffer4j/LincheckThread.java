package io.github.buffer4j;

import java.util.concurrent.Callable;

/**
 * A call in a thread that Lincheck controls: like {@link Call}, but without time-outs and thread states. It is not a
 * subclass of Thread, because Lincheck does not intercept {@code join} on a subclass.
 */
final class LincheckThread {

    private final Callable<?> body;
    private final Thread thread = new Thread(this::run);
    private String outcome = "";

    private LincheckThread(Callable<?> body) {
        this.body = body;
    }

    static LincheckThread of(Callable<?> body) {
        LincheckThread call = new LincheckThread(body);
        call.thread.start();
        return call;
    }

    static LincheckThread of(Call.Action body) {
        return of(() -> {
            body.run();
            return "done";
        });
    }

    private void run() {
        try {
            outcome = String.valueOf(body.call());
        } catch (BufferClosedException e) {
            outcome = "closed after " + e.written();
        } catch (InterruptedWriteException e) {
            outcome = "interrupted after " + e.written();
        } catch (InterruptedException e) {
            outcome = "interrupted";
        } catch (Exception e) {
            outcome = "failed: " + e;
        }
    }

    void interrupt() {
        thread.interrupt();
    }

    /** Waits for the end of the call and returns its result as text, or a description of its exception. */
    String outcome() throws InterruptedException {
        thread.join();
        return outcome;
    }

    static String outcomes(LincheckThread... calls) throws InterruptedException {
        StringBuilder outcomes = new StringBuilder();
        for (LincheckThread call : calls) {
            outcomes.append(outcomes.length() == 0 ? "" : ", ").append(call.outcome());
        }
        return outcomes.toString();
    }
}
