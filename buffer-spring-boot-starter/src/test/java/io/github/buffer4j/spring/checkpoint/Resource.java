package io.github.buffer4j.spring.checkpoint;

/** Is notified of checkpoints, as in a JVM that supports them. Implemented by proxies of {@code org.crac}. */
public interface Resource {

    void beforeCheckpoint(Context context) throws Exception;

    void afterRestore(Context context) throws Exception;
}
