package io.github.buffer4j.spring.checkpoint;

/**
 * Stands for a JVM with checkpoints. The library {@code org.crac} looks for such a class in the package that the system
 * property {@code org.crac.Core.Compat} names.
 */
public final class Core {

    private static final Context CONTEXT = new Context();

    private static volatile Runnable moment = () -> {};

    private Core() {}

    /** Sets what happens between a checkpoint and the restore. */
    static void setMoment(Runnable moment) {
        Core.moment = moment;
    }

    public static Context getGlobalContext() {
        return CONTEXT;
    }

    public static void checkpointRestore() throws CheckpointException, RestoreException {
        try {
            CONTEXT.checkpointRestore(moment);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
