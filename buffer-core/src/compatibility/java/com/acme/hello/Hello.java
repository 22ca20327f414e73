package com.acme.hello;

import io.github.buffer4j.BlockBuffer;

/** Prints what passes through a buffer from one thread to another. */
final class Hello {

    private Hello() {}

    public static void main(String[] args) throws InterruptedException {
        BlockBuffer<String> words = new BlockBuffer<>(1);
        Thread writer = new Thread(() -> {
            try {
                words.add("hello");
                words.add("from an image");
                words.closeWrite();
            } catch (InterruptedException e) {
                words.closeWithError(e);
            }
        });
        writer.start();
        words.forEach(System.out::println);
    }
}
