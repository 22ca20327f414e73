package io.github.buffer4j.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.Envelope;
import io.github.buffer4j.spring.listener.BufferListener;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;

/** Native images can call listeners, and read the keys of elements. */
class BufferListenerHintsTest {

    record Customer(String id) {}

    record Order(Customer customer) {}

    record Row(String text) {}

    static class Desk {

        @BufferListener(buffer = "orders", orderedBy = "customer.id")
        void inOrder(Envelope<Order> order) {}

        @BufferListener("rows")
        void batches(List<Row> rows) {}

        void other(Row row) {}
    }

    @Test
    void theMethodsOfListenersAreInvoked() {
        RuntimeHints hints = hints();
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Desk.class, "inOrder"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Desk.class, "batches"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Desk.class, "other"))
                .rejects(hints);
    }

    @Test
    void thePropertiesOfElementsWithAKeyAreRead() {
        RuntimeHints hints = hints();
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Order.class, "customer"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Customer.class, "id"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Row.class, "text"))
                .rejects(hints);
    }

    private static RuntimeHints hints() {
        DefaultGenerationContext generation = new DefaultGenerationContext(
                new ClassNameGenerator(ClassName.get(BufferListenerHintsTest.class)), new InMemoryGeneratedFiles());
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.register(BufferAutoConfiguration.class, Desk.class);
            new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
        }
        return generation.getRuntimeHints();
    }
}
