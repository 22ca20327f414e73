package io.github.buffer4j;

/**
 * The contract of the buffers of this module: that of every buffer, of the lock that guards them, and of the options of
 * {@link BufferBuilder}.
 */
abstract class LocalContract extends BufferContract
        implements LockContract, DropContract, ContextContract, AgeContract, ObserverContract, StorageContract {}
