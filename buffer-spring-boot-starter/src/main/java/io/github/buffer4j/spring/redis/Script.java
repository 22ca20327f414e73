package io.github.buffer4j.spring.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** The scripts that run on the server. Each is one atomic step. */
enum Script {

    /** Attaches to the buffer, or creates it. */
    OPEN(Script.ALLOWED_WITHOUT_MEMORY),

    /**
     * Writes elements. Fails if the memory of the server is full, but not before it has looked for the reply to the
     * same command: without a first line of its own, a script is refused at its first write, and not at its start.
     */
    WRITE("-- write\n" + load("write-common")),

    /** Takes, leases or discards the oldest elements. */
    READ(Script.ALLOWED_WITHOUT_MEMORY + "\n" + load("read-common")),

    /** Undoes a read that had no answer. */
    UNDO(Script.ALLOWED_WITHOUT_MEMORY),

    /** Puts elements back. */
    RETURN(Script.ALLOWED_WITHOUT_MEMORY),

    /** Acknowledges leases. */
    ACKNOWLEDGE(Script.ALLOWED_WITHOUT_MEMORY),

    /** Renews leases. */
    RENEW(Script.ALLOWED_WITHOUT_MEMORY),

    /** Closes one end or both. */
    CLOSE(Script.ALLOWED_WITHOUT_MEMORY),

    /** Changes the capacity, or drops all elements. */
    RESIZE(Script.ALLOWED_WITHOUT_MEMORY),

    /** Returns totals and elements. */
    LOOK(Script.ALLOWED_WITHOUT_MEMORY),

    /** Lets the commands of a client be forgotten. */
    LEAVE(Script.ALLOWED_WITHOUT_MEMORY);

    private static final String ALLOWED_WITHOUT_MEMORY = "#!lua flags=allow-oom";

    private final String text;
    private final String digest;

    Script(String begin) {
        this.text = begin + "\n" + load("prelude") + load(name().toLowerCase(Locale.ROOT));
        this.digest = sha1(text);
    }

    String text() {
        return text;
    }

    /** Returns the name under which the server knows the script once it has run. */
    String digest() {
        return digest;
    }

    private static String load(String name) {
        String path = name + ".lua";
        try (InputStream input = Script.class.getResourceAsStream(path)) {
            if (input == null) {
                throw new IllegalStateException("The resource " + path + " is missing");
            }
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
