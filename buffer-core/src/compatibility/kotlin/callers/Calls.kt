package com.acme.calls

import io.github.buffer4j.BlockBuffer
import io.github.buffer4j.Buffer
import io.github.buffer4j.BufferReader
import io.github.buffer4j.BufferWriter
import java.time.Duration
import kotlin.concurrent.thread

fun main() {
    val words: Buffer<String> = BlockBuffer(2)
    val writer: BufferWriter<String> = words
    val reader: BufferReader<String> = words
    thread {
        listOf("hello", "from", "Kotlin").forEach { writer.add(it) }
        writer.closeWrite()
    }
    var letters = 0
    while (true) {
        val word = reader.next() ?: break // null is the end of the stream
        letters += word.length
    }
    check(reader.poll() == null)
    check(reader.poll(Duration.ZERO) == null)
    check(!writer.offer("late"))
    val error: Throwable? = words.error()
    check(error == null)
    words.closeWithError(null)
    println("hello from Kotlin ${KotlinVersion.CURRENT}, $letters letters")
}
