package com.acme.shop;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

// docs/operations.md
@Configuration(proxyBeanMethods = false)
public class MetersOfBytes {

    @Bean
    static MeterFilter namesOfBytes() {
        return new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                boolean bytes = id.getName().startsWith("buffer.") && "bytes".equals(id.getBaseUnit());
                return bytes ? id.withName(id.getName() + ".bytes") : id;
            }
        };
    }
}
// end
