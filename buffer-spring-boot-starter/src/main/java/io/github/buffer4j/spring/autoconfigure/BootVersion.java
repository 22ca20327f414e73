package io.github.buffer4j.spring.autoconfigure;

import org.jspecify.annotations.Nullable;

/** Refuses a version of Spring Boot that the starter does not work with. */
final class BootVersion {

    private static final int MINIMUM = 4;

    private BootVersion() {}

    /**
     * Refuses an old version.
     *
     * @param version the version at run time; null if it is not known, which is not refused
     * @throws BufferConfigurationException if it is too old
     */
    static void require(@Nullable String version) {
        if (version != null
                && version.matches("\\d+\\..*")
                && Integer.parseInt(version.substring(0, version.indexOf('.'))) < MINIMUM) {
            throw new BufferConfigurationException(
                    "buffer-spring-boot-starter needs Spring Boot " + MINIMUM + ", but this application has " + version
                            + ".",
                    "Upgrade to Spring Boot " + MINIMUM + ", or use buffer-core alone: it does not need Spring.");
        }
    }
}
