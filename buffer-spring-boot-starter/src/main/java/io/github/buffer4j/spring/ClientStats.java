package io.github.buffer4j.spring;

/**
 * What a client of a {@link SharedBuffer} knows by itself. Totals count from the start of the client and only grow.
 *
 * @param writersWaiting threads of this client that wait for room
 * @param readersWaiting threads of this client that wait for an element
 * @param leases leases that this client holds
 * @param read elements that this client has read or leased
 * @param redelivered elements that this client has received again, after another client had not acknowledged them
 * @param reconnects how often the subscription to the signals was established again
 * @param safetyLooks how often a thread has looked at the buffer without a signal, because none had come for long
 * @param usefulSafetyLooks safety looks that found something to do. Signals are missing if they are not zero
 * @param available false if the last command has failed for lack of a connection or of an answer
 * @param lost whether the server has lost the contents that this client was attached to
 * @param detached whether this client was {@linkplain SharedBuffer#detach() detached}
 */
public record ClientStats(
        int writersWaiting,
        int readersWaiting,
        int leases,
        long read,
        long redelivered,
        long reconnects,
        long safetyLooks,
        long usefulSafetyLooks,
        boolean available,
        boolean lost,
        boolean detached) {

    /** Returns the same values of a client that does not know yet that the server is away. */
    ClientStats unavailable() {
        return new ClientStats(
                writersWaiting,
                readersWaiting,
                leases,
                read,
                redelivered,
                reconnects,
                safetyLooks,
                usefulSafetyLooks,
                false,
                lost,
                detached);
    }
}
