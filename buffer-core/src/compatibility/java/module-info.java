/** A program of two modules: its own and that of the buffers. */
module com.acme.hello {
    requires io.github.buffer4j;
}
