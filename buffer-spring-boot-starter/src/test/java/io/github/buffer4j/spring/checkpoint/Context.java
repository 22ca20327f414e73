package io.github.buffer4j.spring.checkpoint;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The resources of the process, which it does not keep alive. They are notified of a checkpoint in the reverse order of
 * their registration, and of the restore in the order of their registration.
 */
public final class Context {

    private final List<WeakReference<Resource>> resources = new CopyOnWriteArrayList<>();

    Context() {}

    public void register(Resource resource) {
        resources.removeIf(reference -> reference.refersTo(null));
        resources.add(new WeakReference<>(resource));
    }

    /** Forgets the resources of other tests, whose contexts may still be in the cache. */
    void clear() {
        resources.clear();
    }

    void checkpointRestore(Runnable meanwhile) throws Exception {
        List<Resource> inOrder = new ArrayList<>();
        for (WeakReference<Resource> reference : resources) {
            Resource resource = reference.get();
            if (resource != null) {
                inOrder.add(resource);
            }
        }
        List<Resource> reversed = new ArrayList<>(inOrder);
        Collections.reverse(reversed);
        for (Resource resource : reversed) {
            resource.beforeCheckpoint(this);
        }
        try {
            meanwhile.run();
        } finally {
            for (Resource resource : inOrder) {
                resource.afterRestore(this);
            }
        }
    }
}
