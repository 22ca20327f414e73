package com.acme.shop;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.test.context.TestPropertySource;

/** A test with the configuration of the shop, which other tests of this module must not see. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@TestPropertySource(properties = ShopProperties.LOCATION)
@interface ShopProperties {

    String LOCATION = "spring.config.location=classpath:com/acme/shop/";
}
