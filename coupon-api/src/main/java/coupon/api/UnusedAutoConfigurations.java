package coupon.api;

import java.util.Map;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/**
 * Leaves out the automatic configurations of what is switched off, before their classes are loaded. Not found by scanning
 * but named in {@code META-INF/spring.factories}.
 */
final class UnusedAutoConfigurations implements AutoConfigurationImportFilter, EnvironmentAware {
    private static final String BOOT = "org.springframework.boot.";

    private Map<String, Boolean> used = Map.of();

    @Override
    public void setEnvironment(Environment environment) {
        boolean tracing = environment.acceptsProfiles(Profiles.of("tracing"));
        used = Map.of(
                BOOT + "data.redis.", "redis".equalsIgnoreCase(environment.getProperty("app.queue.type", "kafka")),
                BOOT + "opentelemetry.", tracing,
                BOOT + "micrometer.tracing.", tracing);
    }

    @Override
    public boolean[] match(String[] classes, AutoConfigurationMetadata metadata) {
        boolean[] matches = new boolean[classes.length];
        for (int i = 0; i < classes.length; i++) {
            String name = classes[i];
            matches[i] = name == null
                    || used.entrySet().stream().allMatch(part -> part.getValue() || !name.startsWith(part.getKey()));
        }
        return matches;
    }
}
