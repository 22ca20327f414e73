package io.github.buffer4j.spring.autoconfigure;

import org.jspecify.annotations.Nullable;

/** Rejects versions of Spring Boot that the starter does not support. */
final class BootVersion {

    private static final int MINIMUM = 4;

    private BootVersion() {}

    /**
     * Rejects an old version.
     *
     * @param version the version at run time; null if unknown, which is accepted
     * @throws BufferConfigurationException if the version is too old
     */
    static void require(@Nullable String version) {
        if (version != null
                && version.matches("\\d+\\..*")
                && Integer.parseInt(version.substring(0, version.indexOf('.'))) < MINIMUM) {
            throw new BufferConfigurationException(
                    "buffer-spring-boot-starter requires Spring Boot " + MINIMUM + ", but this application uses "
                            + version + ".",
                    "Upgrade to Spring Boot " + MINIMUM + ", or use buffer-core alone, which does not need Spring.");
        }
    }
}
