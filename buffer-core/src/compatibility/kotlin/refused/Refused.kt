package com.acme.calls

import io.github.buffer4j.BlockBuffer
import io.github.buffer4j.Buffer
import java.time.Duration

fun elementsAreNotNull(buffer: Buffer<String>, word: String?) {
    buffer.add(null) // refused
    buffer.add(word) // refused
    buffer.offer(word) // refused
    buffer.write(arrayOf(word)) // refused
}

fun theTypeOfElementsIsNotNullable() {
    BlockBuffer<String?>(1) // refused
}

fun theEndOfTheStreamIsNull(buffer: Buffer<String>): Int {
    val next: String = buffer.next() // refused
    val polled: String = buffer.poll(Duration.ZERO) // refused
    return next.length + polled.length + buffer.poll().length // refused
}

fun argumentsAreNotNull(buffer: Buffer<String>) {
    buffer.poll(null) // refused
    buffer.closeWrite(null) // refused
}

fun theErrorMayBeNull(buffer: Buffer<String>): String {
    return buffer.error().toString() + buffer.error().message // refused
}
