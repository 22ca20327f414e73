package io.github.buffer4j.spring.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Reports an invalid key under {@code buffers} and its allowed values, instead of a stack trace. */
final class BufferConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<BufferConfigurationException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, BufferConfigurationException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.allowed(), cause);
    }
}
