package io.github.buffer4j.spring.autoconfigure;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/** The keys under {@code buffers} that structure the configuration. */
final class BufferKeys {

    static final String ROOT = "buffers";
    static final String DEFAULTS_KEY = "defaults";
    static final String INSTANCES_KEY = "instances";
    static final String LISTENERS_KEY = "listeners";
    static final String TEMPLATES_KEY = "templates";
    static final String BACKEND = "backend";
    static final String EXECUTOR = "executor";
    static final String HEALTH = "health";
    static final String LISTENER = "listener";
    static final String SHARED = "shared";
    static final String TAGS = "tags";
    static final String TAG_KEYS = "tag-keys";

    static final ConfigurationPropertyName BUFFERS = ConfigurationPropertyName.of(ROOT);
    static final ConfigurationPropertyName DEFAULTS = BUFFERS.append(DEFAULTS_KEY);
    static final ConfigurationPropertyName EVENTS = BUFFERS.append("events");
    static final ConfigurationPropertyName INSTANCES = BUFFERS.append(INSTANCES_KEY);
    static final ConfigurationPropertyName TEMPLATES = BUFFERS.append(TEMPLATES_KEY);
    static final ConfigurationPropertyName LISTENERS = BUFFERS.append(LISTENERS_KEY);

    private BufferKeys() {}
}
