package io.github.buffer4j.spring.redis;

/** What a client does if the buffer on the server has another kind or capacity than it was built with. */
public enum MismatchAction {

    /** Fails with a {@link BufferMismatchException}. */
    FAIL,

    /** Uses the buffer as it is on the server. */
    ADOPT,

    /** Changes the capacity on the server. Another kind still fails. */
    ALTER
}
