package io.github.buffer4j.spring.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.Pattern;

/** The keys of a buffer. They have a hash tag, so that a cluster keeps them in one slot. */
final class RedisKeys {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");

    private final String base;
    private final byte[][] keys;

    /**
     * Creates the keys for one client.
     *
     * @throws IllegalArgumentException if the prefix or the name has other characters than ASCII letters, digits, '.',
     *     '_' and '-'
     */
    RedisKeys(String prefix, String name, String client) {
        requirePlain("prefix", prefix);
        requirePlain("name", name);
        this.base = "{" + prefix + ":" + name + "}:";
        this.keys = new byte[][] {bytes("m"), bytes("q"), bytes("o:" + client), bytes("l")};
    }

    private static void requirePlain(String what, String value) {
        if (!NAME.matcher(value).matches()) {
            throw new IllegalArgumentException("The " + what + " of a shared buffer must consist of ASCII letters,"
                    + " digits, '.', '_' and '-', but is '" + value + "'");
        }
    }

    private byte[] bytes(String suffix) {
        return (base + suffix).getBytes(UTF_8);
    }

    /** Returns the keys that each script is called with. */
    byte[][] keys() {
        return keys;
    }

    /** Returns the name of the channel on which changes are signalled. */
    String channel() {
        return base + "n";
    }
}
