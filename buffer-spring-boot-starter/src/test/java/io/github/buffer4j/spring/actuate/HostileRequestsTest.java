package io.github.buffer4j.spring.actuate;

import static io.github.buffer4j.spring.listener.ListenerStart.MANUAL;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.listener.BufferListenerContainer;
import io.github.buffer4j.spring.listener.ListenerSpec;
import io.github.buffer4j.spring.listener.ListenerState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends requests that no honest client sends to an endpoint with unrestricted access, over plain sockets because an
 * HTTP client refuses to. Each must be answered without a failure, show no element, and leave the buffers alone that
 * its path does not name. The seed is in the message of a failure; {@code -Dhostile.seed=} repeats it.
 */
@ExtendWith(OutputCaptureExtension.class)
class HostileRequestsTest extends BuffersEndpointServer {

    private static final int REQUESTS = Integer.getInteger("hostile.requests", 600);
    private static final String MARKER = "marker-7f3a9c";
    private static final List<String> BUFFERS = List.of("aged", "latest", "orders", "vitals");

    private static final List<String> METHODS = List.of(
            "GET", "DELETE", "DELETE", "DELETE", "DELETE", "POST", "POST", "POST", "PUT", "PATCH", "HEAD", "OPTIONS",
            "TRACE", "get", "PURGE");
    private static final List<String> SUFFIXES = List.of(
            "",
            "",
            "",
            "",
            "/",
            "//",
            "/.",
            "/..",
            "/../vitals",
            "/%2e%2e/vitals",
            "/..;/vitals",
            ";name=vitals",
            ";a=b/",
            "%2F",
            "%00",
            "%0d%0aX:1",
            "%zz",
            "%",
            "%C0%AF",
            "%E2%80%A8",
            "%ff",
            ".json",
            "*",
            "/vitals");
    private static final List<String> KEYS = List.of(
            "name",
            "buffer",
            "capacity",
            "listener",
            "paused",
            "security",
            "size",
            "class.module",
            "__proto__",
            "",
            "${x}",
            "a[0]",
            "name\u0000");
    private static final List<String> VALUES = List.of(
            "vitals",
            "orders",
            "sleeper",
            "reader",
            "true",
            "false",
            "5",
            "0",
            "-1",
            "2147483647",
            "2147483648",
            "1e9",
            "NaN",
            "0x10",
            "٥",
            "null",
            "",
            " 5 ",
            "${jndi:ldap://localhost/a}",
            "#{T(java.lang.Runtime)}",
            "<script>",
            "%0a",
            "../..",
            "😀",
            "\u202e",
            "\ud83d");
    private static final List<String> BODIES = List.of(
            "",
            "{",
            "[]",
            "null",
            "5",
            "\"vitals\"",
            "[{\"capacity\": 5}]",
            "{\"capacity\": {\"a\": 5}}",
            "{\"capacity\": [5]}",
            "{\"capacity\": 5",
            "{\"listener\": \"reader\", \"paused\": true}",
            "{\"listener\": \"sleeper\", \"paused\": false}",
            "{\"listener\": \"sleeper\", \"paused\": false, \"name\": \"vitals\"}",
            "{\"listener\": [\"sleeper\"], \"paused\": {}}",
            "{\"listener\": \"${jndi:ldap://localhost/a}\\r\\nINFO\", \"paused\": true}",
            "{\"listener\": \"reader\", \"paused\": \"maybe\", \"capacity\": 5}",
            "{\"capacity\": 5} {\"name\": \"vitals\"}",
            "{\"capacity\": 5, \"capacity\": 6}",
            "capacity=5&name=vitals",
            "<capacity>5</capacity>",
            "\u0000\u0001",
            "{\"a\":".repeat(2_000),
            "{\"name\": \"vitals\", \"capacity\": \"5\"}",
            "{'capacity': 5}");
    private static final List<String> TYPES = List.of(
            "application/json",
            "application/json",
            "application/json",
            "application/json;charset=utf-16",
            "application/json;charset=nope",
            "application/x-www-form-urlencoded",
            "text/plain",
            "multipart/form-data",
            "application/vnd.spring-boot.actuator.v3+json",
            "nonsense",
            "");
    private static final List<String> ACCEPTS =
            List.of("*/*", "*/*", "*/*", "application/json", "text/html", "image/png", "nonsense");
    private static final List<Charset> CHARSETS = List.of(UTF_8, UTF_8, UTF_8, ISO_8859_1, Charset.forName("UTF-16"));

    private final long seed = Long.getLong("hostile.seed", new Random().nextLong());
    private final Random random = new Random(seed);

    HostileRequestsTest() {
        super(WebApplicationType.SERVLET);
    }

    @Test
    void hostileRequestsDoNoHarm(CapturedOutput output) throws Exception {
        // Spring MVC fails on a malformed form before it looks for a handler, whatever the path.
        start(
                UNRESTRICTED,
                "buffers.instances.vitals.capacity=8",
                "spring.servlet.multipart.enabled=false",
                "spring.mvc.formcontent.filter.enabled=false");
        listeners()
                .register(ListenerSpec.builder("reader", "orders").start(MANUAL).build(), element -> null);
        BufferListenerContainer sleeper =
                listeners().register(ListenerSpec.builder("sleeper", "vitals").build(), element -> null);
        sleeper.pause();
        await("the sleeper to be paused").until(() -> sleeper.state() == ListenerState.PAUSED);
        System.out.println("Seed of the hostile requests: " + seed);
        Map<Integer, Integer> answers = new TreeMap<>();
        for (int i = 0; i < REQUESTS; i++) {
            for (String name : BUFFERS) {
                fill(buffer(name));
            }
            String named = pick(List.of("nope", "orders", "orders", "latest", MARKER.substring(0, 3), "a".repeat(300)));
            byte[] request = request(named);
            Map<String, String> before = others(named);
            String answer = exchange(request);
            String about =
                    "seed " + seed + ", request " + i + ":\n" + new String(request, UTF_8) + "\nanswer:\n" + answer;
            assertThat(answer).as(about).startsWith("HTTP/1.1 ");
            int status = Integer.parseInt(answer.substring(9, 12));
            answers.merge(status, 1, Integer::sum);
            assertThat(status).as(about).isLessThan(500);
            assertThat(answer).as(about).doesNotContain(MARKER, "\tat ", "Exception:", "org.springframework");
            assertThat(others(named)).as(about).isEqualTo(before);
            assertThat(sleeper.state()).as(about).isEqualTo(ListenerState.PAUSED);
        }
        assertThat(answers).as("seed %d", seed).containsKeys(200, 400, 404, 405);
        assertThat(output.getAll()).as("seed %d", seed).doesNotContain(MARKER, "\tat io.github.buffer4j");
        // Tomcat logs a query that it cannot decode with its own stack trace; no other request may leave one.
        assertThat(output.getAll().lines().filter(line -> line.contains(" ERROR ")))
                .as("seed %d", seed)
                .allMatch(line -> line.contains("org.apache.tomcat.util.http.InvalidParameterException"));
    }

    private static void fill(Buffer<String> buffer) throws InterruptedException {
        if (buffer.size() == 0) {
            buffer.add(MARKER);
        }
    }

    /* The statistics but for the age of the oldest element, which grows by itself. */
    private Map<String, String> others(String named) {
        Map<String, String> others = new TreeMap<>();
        for (BufferEntry entry : registry().entries()) {
            if (!entry.name().equals(named)) {
                String stats = entry.buffer().stats().toString();
                others.put(entry.name(), stats.replaceFirst("oldestAgeNanos=[^,\\]]*", ""));
            }
        }
        return others;
    }

    private byte[] request(String named) throws IOException {
        String method = pick(METHODS);
        StringBuilder target =
                new StringBuilder("/actuator/buffers/").append(named).append(pick(SUFFIXES));
        char separator = '?';
        for (int i = random.nextInt(3); i > 0; i--) {
            target.append(separator).append(encoded(key())).append('=').append(encoded(value()));
            separator = '&';
        }
        byte[] body = body().getBytes(pick(CHARSETS));
        String head = method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: "
                + pick(TYPES) + "\r\nAccept: " + pick(ACCEPTS) + "\r\nContent-Length: " + body.length + "\r\n\r\n";
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.write(head.getBytes(UTF_8));
        request.write(body);
        return request.toByteArray();
    }

    private String body() {
        return switch (random.nextInt(4)) {
            case 0 -> "{\"capacity\": " + (1 + random.nextInt(20)) + "}";
            case 3 -> {
                Map<String, String> members = new TreeMap<>(Map.of("listener", "sleeper", "paused", "false"));
                members.put(key(), value());
                yield new JsonMapper().writeValueAsString(members);
            }
            case 1 -> pick(BODIES);
            default -> {
                Map<String, String> members = new TreeMap<>(Map.of("capacity", "7"));
                members.put(key(), value());
                yield new JsonMapper().writeValueAsString(members);
            }
        };
    }

    /* One in two is an attempt to hit another buffer than the one in the path. */
    private String key() {
        return random.nextBoolean() ? pick(List.of("buffer", "name")) : pick(KEYS);
    }

    private String value() {
        return random.nextBoolean() ? pick(BUFFERS) : pick(VALUES);
    }

    private String encoded(String text) {
        return URLEncoder.encode(text, pick(CHARSETS));
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private String exchange(byte[] request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request);
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }
}
