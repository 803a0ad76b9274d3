package coupon.api;

import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/**
 * Leaves out the automatic configurations of what is switched off, before their classes are loaded, and those of Redis,
 * which Redis mode imports by itself. Not found by scanning but named in {@code META-INF/spring.factories}.
 */
final class UnusedAutoConfigurations implements AutoConfigurationImportFilter, EnvironmentAware {
    private static final String REDIS = "org.springframework.boot.data.redis.";
    private static final List<String> TRACING =
            List.of("org.springframework.boot.opentelemetry.", "org.springframework.boot.micrometer.tracing.");

    private boolean tracing;

    @Override
    public void setEnvironment(Environment environment) {
        tracing = environment.acceptsProfiles(Profiles.of("tracing"));
    }

    @Override
    public boolean[] match(String[] classes, AutoConfigurationMetadata metadata) {
        boolean[] matches = new boolean[classes.length];
        for (int i = 0; i < classes.length; i++) {
            String name = classes[i];
            matches[i] = name == null
                    || !name.startsWith(REDIS) && (tracing || TRACING.stream().noneMatch(name::startsWith));
        }
        return matches;
    }
}
