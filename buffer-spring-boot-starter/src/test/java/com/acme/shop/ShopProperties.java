package com.acme.shop;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.test.context.TestPropertySource;

/** Configures a test with the properties of the shop, which must not apply to other tests of this module. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@TestPropertySource(properties = ShopProperties.LOCATION)
@interface ShopProperties {

    String LOCATION = "spring.config.location=classpath:com/acme/shop/";
}
