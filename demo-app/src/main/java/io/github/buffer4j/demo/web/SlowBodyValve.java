package io.github.buffer4j.demo.web;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/**
 * Limits the time for which a client may continue to send after the response. Tomcat reads the rest of a body, because
 * a connection reset would hide the response, but limits only its size: a client that sends slowly would occupy the
 * thread.
 */
final class SlowBodyValve extends ValveBase {

    private final Duration patience;

    SlowBodyValve(Duration patience) {
        super(true);
        this.patience = patience;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        getNext().invoke(request, response);
        if (!request.isAsync()) {
            response.finishResponse();
            if (!readRest(request.getCoyoteRequest(), response.getStatus())) {
                request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
            }
        }
    }

    /*
     * Returns whether the body was read to its end. A client that waits for 100 Continue and is rejected sends no body.
     */
    private boolean readRest(org.apache.coyote.Request request, int status) {
        if (request.getErrorException() != null || (request.hasExpectation() && status >= 300)) {
            return false;
        }
        long begin = System.nanoTime();
        Ignored ignored = new Ignored();
        try {
            while (System.nanoTime() - begin < patience.toNanos()) {
                if (request.doRead(ignored) < 0) {
                    return true;
                }
            }
        } catch (IOException e) {
            containerLog.debug("A client did not send the rest of its body", e);
        }
        return false;
    }

    private static final class Ignored implements ApplicationBufferHandler {

        private ByteBuffer bytes = ByteBuffer.allocate(0);

        @Override
        public void setByteBuffer(ByteBuffer bytes) {
            this.bytes = bytes;
        }

        @Override
        public ByteBuffer getByteBuffer() {
            return bytes;
        }

        @Override
        public void expand(int size) {}
    }
}
