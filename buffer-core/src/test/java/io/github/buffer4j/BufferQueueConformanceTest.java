package io.github.buffer4j;

import static java.util.stream.Collectors.toList;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.common.collect.testing.QueueTestSuiteBuilder;
import com.google.common.collect.testing.TestStringQueueGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.testers.CollectionRemoveAllTester;
import com.google.common.collect.testing.testers.CollectionRemoveTester;
import com.google.common.collect.testing.testers.CollectionRetainAllTester;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collections;
import java.util.Queue;
import java.util.stream.Stream;
import junit.framework.Test;
import junit.framework.TestCase;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** The queue view passes Guava's conformance tests for queues, except for the removal of elements in the middle. */
class BufferQueueConformanceTest {

    private static final Method[] REMOVALS_FROM_THE_MIDDLE = Stream.<Class<?>>of(
                    CollectionRemoveTester.class, CollectionRemoveAllTester.class, CollectionRetainAllTester.class)
            .flatMap(tester -> Arrays.stream(tester.getMethods()))
            .toArray(Method[]::new);

    @TestFactory
    Stream<DynamicNode> theViewIsAQueue() {
        return Arrays.stream(Kind.values()).map(kind -> node(suite(kind)));
    }

    private static TestSuite suite(Kind kind) {
        return QueueTestSuiteBuilder.using(new Generator(kind))
                .named(kind.toString())
                .withFeatures(
                        CollectionSize.ANY,
                        CollectionFeature.KNOWN_ORDER,
                        CollectionFeature.SUPPORTS_ADD,
                        CollectionFeature.SUPPORTS_REMOVE,
                        CollectionFeature.ALLOWS_NULL_QUERIES)
                .suppressing(REMOVALS_FROM_THE_MIDDLE)
                .createTestSuite();
    }

    /* Converts the library's JUnit 3 tests, so that they run without the engine for them. */
    private static DynamicNode node(Test test) {
        return test instanceof TestSuite suite
                ? dynamicContainer(
                        suite.getName(),
                        Collections.list(suite.tests()).stream()
                                .map(BufferQueueConformanceTest::node)
                                .collect(toList()))
                : dynamicTest(test.toString(), ((TestCase) test)::runBare);
    }

    private static final class Generator extends TestStringQueueGenerator {

        private final Kind kind;

        private Generator(Kind kind) {
            this.kind = kind;
        }

        @Override
        protected Queue<String> create(String[] elements) {
            Buffer<String> buffer = kind.create(16);
            buffer.offer(elements, 0, elements.length);
            return buffer.asBlockingQueue();
        }
    }
}
