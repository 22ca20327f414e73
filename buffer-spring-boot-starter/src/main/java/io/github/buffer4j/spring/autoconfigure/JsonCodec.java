package io.github.buffer4j.spring.autoconfigure;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.data.redis.serializer.JacksonJsonRedisSerializer;
import org.springframework.data.redis.serializer.RedisSerializer;
import tools.jackson.databind.json.JsonMapper;

/** The codec {@code json}. Loaded only if Jackson is there. */
final class JsonCodec {

    private JsonCodec() {}

    /** Returns the serializer of a type, with the mapper of the application if there is exactly one. */
    static RedisSerializer<?> of(BeanFactory beanFactory, ResolvableType elementType) {
        JsonMapper mapper = beanFactory.getBeanProvider(JsonMapper.class).getIfUnique(JsonMapper::new);
        return new JacksonJsonRedisSerializer<>(mapper, mapper.constructType(elementType.getType()));
    }
}
