package io.github.buffer4j.demo.ingest;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.springframework.boot.test.system.CapturedOutput;

/** The numbers of lost lines in the log. */
final class LostLines {

    private static final Pattern GIVEN_UP =
            Pattern.compile("ERROR.*Listener 'store' (?:gives up|has given up another) (\\d+) element");
    private static final Pattern LEFT = Pattern.compile("WARN.*Buffer 'ingest' was closed with (.*)");
    private static final Pattern ELEMENTS =
            Pattern.compile("(\\d+) elements (?:left unread|still being processed by listener 'store')");

    private LostLines() {}

    /** Returns the number of lines that the listener has given up, or had in hand or left in the buffer at the end. */
    static int countedIn(CapturedOutput output) {
        return sum(GIVEN_UP, output.getOut())
                + LEFT.matcher(output.getOut())
                        .results()
                        .mapToInt(left -> sum(ELEMENTS, left.group(1)))
                        .sum();
    }

    private static int sum(Pattern pattern, String text) {
        return pattern.matcher(text).results().mapToInt(LostLines::number).sum();
    }

    private static int number(MatchResult match) {
        return Integer.parseInt(match.group(1));
    }
}
