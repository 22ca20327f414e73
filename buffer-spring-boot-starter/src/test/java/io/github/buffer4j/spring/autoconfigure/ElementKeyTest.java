package io.github.buffer4j.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.ResolvableType;

class ElementKeyTest {

    record Customer(@Nullable String id) {}

    record Order(int number, @Nullable Customer customer) {}

    record Holder<T>(T value) {}

    interface Keyed {
        String key();
    }

    static class Bean implements Keyed {

        public String getName() {
            return "name";
        }

        public boolean isOpen() {
            return true;
        }

        @Override
        public String key() {
            return "key";
        }

        public String getBroken() {
            throw new IllegalStateException("broken");
        }

        public void nothing() {}

        public static String constant() {
            return "";
        }
    }

    @ParameterizedTest
    @CsvSource({"number, 1", "customer.id, x"})
    void aComponentOfARecordIsRead(String path, String key) {
        Order order = new Order(1, new Customer("x"));
        assertThat(ElementKey.of(path, ResolvableType.forClass(Order.class)).apply(order))
                .hasToString(key);
        assertThat(ElementKey.of(path, ResolvableType.NONE).apply(order)).hasToString(key);
    }

    @ParameterizedTest
    @CsvSource({"name, name", "open, true", "key, key"})
    void aGetterOrAMethodIsCalled(String path, String key) {
        assertThat(ElementKey.of(path, ResolvableType.forClass(Bean.class)).apply(new Bean()))
                .hasToString(key);
    }

    @Test
    void aMethodOfAnInterfaceIsCalled() {
        assertThat(ElementKey.of("key", ResolvableType.forClass(Keyed.class)).apply(new Bean()))
                .isEqualTo("key");
    }

    @Test
    void theTypeOfAPropertyMayBeGenericOrUnknown() {
        Holder<Object> holder = new Holder<>(new Customer("x"));
        assertThat(ElementKey.of("value.id", ResolvableType.forClassWithGenerics(Holder.class, Customer.class))
                        .apply(holder))
                .isEqualTo("x");
        assertThat(ElementKey.of("value.id", ResolvableType.forClass(Holder.class))
                        .apply(holder))
                .isEqualTo("x");
    }

    @Test
    void elementsOfSeveralClassesMayHaveTheSameProperty() {
        ElementKey key = ElementKey.of("number", ResolvableType.forClass(Object.class));
        assertThat(key.apply(new Order(1, null))).isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> key.apply(new Customer("x")))
                .withMessage(Customer.class.getName() + " has no property 'number'");
    }

    @Test
    void theKeyIsNullIfAPartOfThePathIs() {
        ElementKey key = ElementKey.of("customer.id", ResolvableType.forClass(Order.class));
        assertThat(key.apply(new Order(1, null))).isNull();
        assertThat(key.apply(new Order(1, new Customer(null)))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "", ".", "name.", ".name", "nothing", "constant", "class", "hashCode", "name.x"})
    void aPropertyThatDoesNotExistIsRefused(String path) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ElementKey.of(path, ResolvableType.forClass(Bean.class)))
                .withMessageContaining("has no property '");
    }

    @Test
    void anExceptionOfAGetterIsThrownAsItIs() {
        ElementKey key = ElementKey.of("broken", ResolvableType.forClass(Bean.class));
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> key.apply(new Bean()))
                .withMessage("broken");
    }
}
