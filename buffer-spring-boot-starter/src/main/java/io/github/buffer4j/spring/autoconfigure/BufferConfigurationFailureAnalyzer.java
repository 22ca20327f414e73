package io.github.buffer4j.spring.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows the user which key under {@code buffers} is wrong and what is allowed instead of a stack trace. */
final class BufferConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<BufferConfigurationException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, BufferConfigurationException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.allowed(), cause);
    }
}
