package io.github.buffer4j.spring.redis;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The condition of {@link NeedsRedis}. */
final class RedisCondition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return evaluate(System.getenv());
    }

    static ConditionEvaluationResult evaluate(Map<String, String> environment) {
        if (isInstalled(environment.getOrDefault("PATH", ""))) {
            return ConditionEvaluationResult.enabled("redis-server is installed");
        }
        return "true".equals(environment.get("CI"))
                ? ConditionEvaluationResult.enabled("redis-server must be installed where CI=true")
                : ConditionEvaluationResult.disabled("redis-server is not on the PATH; Debian has it in redis-server");
    }

    private static boolean isInstalled(String path) {
        return Arrays.stream(path.split(Pattern.quote(File.pathSeparator), -1))
                .filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "redis-server")));
    }
}
