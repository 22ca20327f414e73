package io.github.buffer4j.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Records the number of accepted lines of each post, to be compared with the buffer and the database. */
public final class Ledger {

    private static final Pattern ACCEPTED = Pattern.compile("\"accepted\":(\\d+)");

    private final AtomicInteger posts = new AtomicInteger();
    private final Map<String, Integer> accepted = new ConcurrentHashMap<>();

    /** Returns a unique mark for the lines of one post. */
    public String newMark() {
        return "post " + posts.incrementAndGet();
    }

    /** Returns the text of a post. Each line contains the mark of the post and the index of the line. */
    public static String text(String mark, int lines) {
        return IntStream.range(0, lines).mapToObj(i -> mark + ":" + i + "\n").collect(Collectors.joining());
    }

    /** Records the response to a post, and returns the number of accepted lines. */
    public int book(String mark, String answer) {
        Matcher matcher = ACCEPTED.matcher(answer);
        assertThat(matcher.find()).as(answer).isTrue();
        int count = Integer.parseInt(matcher.group(1));
        assertThat(accepted.put(mark, count)).as(mark).isNull();
        return count;
    }

    /** Returns the total number of accepted lines. */
    public long accepted() {
        return accepted.values().stream().mapToLong(Integer::longValue).sum();
    }

    /** Closes the demo, and asserts that buffer and database match the responses. */
    public void assertBalanced(DemoServer demo) throws Exception {
        assertBalanced(demo, 0, 0);
    }

    /**
     * Closes the demo, and asserts that buffer and database match the responses.
     *
     * @param discarded the number of lines dropped by resets
     * @param givenUp the number of lines that the listener gave up
     */
    public void assertBalanced(DemoServer demo, long discarded, long givenUp) throws Exception {
        DemoClient client = new DemoClient(demo.port());
        demo.buffers().awaitDrained("ingest", Duration.ofSeconds(30));
        JsonNode ingest = describe(client);
        assertThat(ingest.get("written").asLong()).isEqualTo(accepted());
        assertThat(ingest.get("discarded").asLong()).isEqualTo(discarded);
        assertThat(ingest.get("overwritten").asLong()).isZero();
        assertThat(ingest.get("droppedOnClose").asLong()).isZero();
        assertThat(ingest.get("read").asLong()).isEqualTo(accepted() - discarded);
        demo.close();
        assertStored(demo.storedLines(), discarded + givenUp);
    }

    /**
     * Asserts that the stored lines are the accepted lines except for the lost ones. Within a post the indices must be
     * increasing and below the number of accepted lines, so that no line is duplicated, unexpected or out of order.
     */
    public void assertStored(List<String> stored, long lost) {
        Map<String, Integer> last = new HashMap<>();
        for (String line : stored) {
            int colon = line.indexOf(':');
            String mark = line.substring(0, colon);
            int number = Integer.parseInt(line.substring(colon + 1));
            assertThat(number)
                    .as(line)
                    .isGreaterThan(last.getOrDefault(mark, -1))
                    .isLessThan(accepted.getOrDefault(mark, 0));
            last.put(mark, number);
        }
        assertThat(stored.size() + lost).isEqualTo(accepted());
    }

    public static JsonNode describe(DemoClient client) throws Exception {
        return DemoClient.json(client.get("/actuator/buffers/ingest"));
    }
}
