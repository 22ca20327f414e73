package io.github.buffer4j.spring.autoconfigure;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/** Rejects properties that do not fit the unit of their buffer, and removes inherited ones. */
final class UnitValidator {

    private static final List<String> ELEMENTS_ONLY = List.of(
            "element-type",
            "track-age",
            "drop-listener",
            "propagate-context",
            BufferKeys.HEALTH + ".max-age",
            BufferKeys.EXECUTOR,
            BufferKeys.LISTENER);

    private UnitValidator() {}

    /**
     * Validates an instance or a template. All its sizes are then in its unit: a number of its own is in this unit, and
     * an inherited one in elements.
     *
     * @param firstUnder returns the first property that is a key, or under it, null if there is none
     */
    static void validate(
            BufferDeclaration declared,
            Function<ConfigurationPropertyName, @Nullable ConfigurationProperty> firstUnder) {
        BufferProperties properties = declared.properties();
        if (properties.getUnit() == BufferUnit.BYTES) {
            for (String key : ELEMENTS_ONLY) {
                ConfigurationProperty own = firstUnder.apply(BufferDeclaration.append(declared.key(), key));
                if (own != null) {
                    throw new BufferConfigurationException(
                            own,
                            "it does not apply to a buffer of bytes",
                            "Remove it, or use 'unit: elements' for this buffer.");
                }
            }
            removeInherited(properties);
        }
        fit(declared, "capacity", properties.getCapacity(), properties::setCapacity);
        fit(declared, "initial-capacity", properties.getInitialCapacity(), properties::setInitialCapacity);
        fit(declared, "max-capacity", properties.getMaxCapacity(), properties::setMaxCapacity);
        fitMark(declared, "high-water-mark", properties.getHighWaterMark(), properties::setHighWaterMark);
        fitMark(declared, "low-water-mark", properties.getLowWaterMark(), properties::setLowWaterMark);
    }

    private static void removeInherited(BufferProperties properties) {
        properties.setElementType(null);
        properties.setTrackAge(false);
        properties.setDropListener(null);
        properties.setPropagateContext(null);
        properties.getHealth().setMaxAge(null);
        properties.setListener(new ListenerProperties());
    }

    private static void fit(
            BufferDeclaration declared, String key, @Nullable BufferSize size, Consumer<@Nullable BufferSize> setter) {
        BufferUnit unit = declared.properties().getUnit();
        if (size != null && size.unit() != unit) {
            setter.accept(isOwn(declared, key, size.unit()) ? size.in(unit) : null);
        }
    }

    private static void fitMark(
            BufferDeclaration declared,
            String key,
            @Nullable WaterMarkLevel level,
            Consumer<@Nullable WaterMarkLevel> setter) {
        fit(
                declared,
                key,
                level == null ? null : level.size(),
                size -> setter.accept(size == null ? null : WaterMarkLevel.of(size)));
    }

    /* Returns whether a size in another unit than its buffer is its own. Only a number without a unit may be. */
    private static boolean isOwn(BufferDeclaration declared, String key, BufferUnit given) {
        ConfigurationProperty own = declared.own(key);
        if (own != null && given == BufferUnit.BYTES) {
            throw new BufferConfigurationException(
                    own,
                    "it is a size in bytes, and the buffer holds elements",
                    "Use a number of elements, or 'unit: bytes' for this buffer.");
        }
        return own != null;
    }
}
