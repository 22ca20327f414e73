package com.acme.shop;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.scheduling.annotation.EnableAsync;

// README.md
@SpringBootApplication
@EnableAsync
class Shop {

    public static void main(String[] args) {
        SpringApplication.run(Shop.class, args);
    }
}
// end
