/** Guards the web server and renders problem details. */
@NullMarked
package io.github.buffer4j.demo.web;

import org.jspecify.annotations.NullMarked;
