package io.github.buffer4j.spring.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.util.ClassUtils;

/** Rejects properties that do not fit the backend of their buffer, and removes inherited ones. */
final class SharedValidator {

    static final String CONNECTION_FACTORY = "org.springframework.data.redis.connection.RedisConnectionFactory";

    private static final String REMOVE = "Remove it, or use 'backend: memory' for this buffer.";
    private static final Duration MIN_TIME = Duration.ofMillis(100);
    private static final long MAX_ELEMENT_MEGABYTES = 256;

    /* Why a key has no effect on a shared buffer. */
    private static final Map<String, String> LOCAL_ONLY = new LinkedHashMap<>();

    static {
        LOCAL_ONLY.put("track-age", "the server does not know when an element was written");
        LOCAL_ONLY.put("drop-listener", "elements may be dropped in another application");
        LOCAL_ONLY.put("propagate-context", "a context cannot leave its JVM");
        LOCAL_ONLY.put("high-water-mark", "its size changes without this application");
        LOCAL_ONLY.put("low-water-mark", "its size changes without this application");
        LOCAL_ONLY.put("initial-capacity", "the server allocates the storage");
        LOCAL_ONLY.put(BufferKeys.EXECUTOR, "a task cannot leave its JVM");
        LOCAL_ONLY.put(BufferKeys.HEALTH + ".max-age", "the server does not know when an element was written");
        LOCAL_ONLY.put("after", "it is detached after all others have ended");
    }

    private SharedValidator() {}

    /**
     * Validates an instance or a template.
     *
     * @param firstUnder returns the first property that is a key, or under it, null if there is none
     */
    static void validate(
            BufferDeclaration declared,
            Function<ConfigurationPropertyName, @Nullable ConfigurationProperty> firstUnder) {
        BufferProperties properties = declared.properties();
        if (properties.getBackend() == BufferBackend.MEMORY) {
            ConfigurationProperty own = firstUnder.apply(BufferDeclaration.append(declared.key(), BufferKeys.SHARED));
            /* A test puts a shared buffer into memory by one property. */
            if (own != null && declared.own(BufferKeys.BACKEND) == null) {
                throw new BufferConfigurationException(
                        own,
                        "it does not apply to a buffer in memory",
                        "Remove it, or use 'backend: redis' for this buffer.");
            }
            return;
        }
        if (!ClassUtils.isPresent(CONNECTION_FACTORY, null)) {
            throw declared.invalid(
                    BufferKeys.BACKEND,
                    "org.springframework.data:spring-data-redis is not on the class path",
                    "Add the dependency org.springframework.boot:spring-boot-starter-data-redis, or use memory.");
        }
        refuse(declared, firstUnder);
        removeInherited(properties);
        validateValues(declared);
    }

    private static void refuse(
            BufferDeclaration declared,
            Function<ConfigurationPropertyName, @Nullable ConfigurationProperty> firstUnder) {
        BufferProperties properties = declared.properties();
        if (properties.getUnit() == BufferUnit.BYTES) {
            throw declared.invalid(
                    "unit",
                    "a shared buffer holds elements",
                    "Remove it, use an element-type such as byte[], or use 'backend: memory' for this buffer.");
        }
        LOCAL_ONLY.forEach((key, reason) -> {
            ConfigurationProperty own = firstUnder.apply(BufferDeclaration.append(declared.key(), key));
            if (own != null && !isOff(own)) {
                throw new BufferConfigurationException(own, "it does not apply to a shared buffer: " + reason, REMOVE);
            }
        });
        if (properties.isResidence() && declared.own("residence") != null) {
            throw declared.invalid(
                    "residence",
                    "it does not apply to a shared buffer: its elements may be read by another application",
                    "Use false, or remove it, or use 'backend: memory' for this buffer.");
        }
        if (properties.getEnds() == BufferEnd.EARLY) {
            throw declared.invalid(
                    "ends",
                    "it does not apply to a shared buffer: the shutdown of one application does not end it",
                    REMOVE);
        }
    }

    /* So that a profile can share a buffer that is declared with the option elsewhere. */
    private static boolean isOff(ConfigurationProperty own) {
        return String.valueOf(own.getValue()).equalsIgnoreCase("false");
    }

    private static void removeInherited(BufferProperties properties) {
        properties.setTrackAge(false);
        properties.setDropListener(null);
        properties.setPropagateContext(null);
        properties.setResidence(false);
        properties.setHighWaterMark(null);
        properties.setLowWaterMark(null);
        properties.setInitialCapacity(null);
        properties.getHealth().setMaxAge(null);
    }

    /** Validates the values under {@code shared}. */
    static void validateValues(BufferDeclaration declared) {
        SharedProperties shared = declared.properties().getShared();
        if (!shared.getPrefix().matches("[A-Za-z0-9._-]{1,100}")) {
            throw invalid(
                    declared,
                    "prefix",
                    "it is empty, too long, or contains other characters",
                    "Use 1 to 100 ASCII letters, digits, '.', '-' and '_'.");
        }
        validateTime(
                declared, "command-timeout", shared.getCommandTimeout(), MIN_TIME, Duration.ofHours(1), "100ms to 1h");
        validateTime(declared, "lease", shared.getLease(), Duration.ofSeconds(1), Duration.ofDays(1), "1s to 1d");
        if (!shared.getSafetyLook().isZero()) {
            validateTime(
                    declared,
                    "safety-look",
                    shared.getSafetyLook(),
                    MIN_TIME,
                    Duration.ofHours(1),
                    "100ms to 1h, or 0s for never");
        }
        long bytes = shared.getMaxElementSize().toBytes();
        if (bytes < 1 || bytes > MAX_ELEMENT_MEGABYTES << 20) {
            throw invalid(
                    declared, "max-element-size", "it is out of range", "Use 1B to " + MAX_ELEMENT_MEGABYTES + "MB.");
        }
        if (shared.getCodec().isBlank()) {
            throw invalid(
                    declared, "codec", "it is empty", "Use json, string, bytes or the name of a RedisSerializer bean.");
        }
    }

    private static void validateTime(
            BufferDeclaration declared, String key, Duration value, Duration min, Duration max, String allowed) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw invalid(declared, key, "it is out of range", "Use " + allowed + ".");
        }
    }

    private static BufferConfigurationException invalid(
            BufferDeclaration declared, String key, String reason, String allowed) {
        return declared.invalid(BufferKeys.SHARED + "." + key, reason, allowed);
    }
}
