package io.github.buffer4j.spring.autoconfigure;

/**
 * What happens if a shared buffer on the server has another kind or capacity. Has the constants of the enumeration in
 * the package of the backend, which is loaded only where it is used.
 */
enum OnMismatch {

    /** The start fails. */
    FAIL,

    /** The buffer is used as it is. */
    ADOPT,

    /** The capacity is changed for all applications. Another kind still fails. */
    ALTER
}
